// Quick start for oapi-codegen: sign, place, read and close a SmartTrade.
package main

//go:generate go tool oapi-codegen -config oapi-codegen.yaml openapi-3.0.3.json

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/shopspring/decimal"

	"example.com/threecommas-quickstart/rest"
)

// order is a market buy with one target. Amounts and prices are text, so that no digit is lost.
func order(units, target decimal.Decimal) rest.CreateSmartTrade {
	price := target.String()
	steps := []rest.TakeProfitStepInput{{
		OrderType: rest.KnownOrderTypeLimit,
		Price:     rest.TargetPriceInput{Type: rest.Last, Value: &price},
		Volume:    "100",
	}}
	return rest.CreateSmartTrade{
		AccountID: 32199203, // a paper account
		Pair:      "USDT_BTC",
		Position: rest.PositionInput{
			Type:      rest.Buy,
			OrderType: rest.KnownPositionOrderTypeMarket,
			Units:     rest.UnitsInput{Value: units.String()},
		},
		TakeProfit: &rest.TakeProfitInput{Enabled: true, Steps: &steps},
		StopLoss:   &rest.StopLossInput{Enabled: false},
	}
}

type line map[string]any

func (l line) print() {
	text, _ := json.Marshal(l)
	fmt.Println(string(text))
}

// state tells the status, which may be newer than the document: then it is not known, and arrives as it is.
func state(key, step string, trade *rest.SmartTrade) line {
	status := trade.Status.Type
	known := rest.KnownSmartTradeStatusType(status).Valid()
	return line{"key": key, "step": step, "id": trade.ID, "status": status, "known": known}
}

func place(ctx context.Context, api *rest.ClientWithResponses, body rest.CreateSmartTrade) (*rest.SmartTrade, error) {
	answer, err := api.CreateSmartTradeWithResponse(ctx, nil, body)
	if err != nil {
		return nil, err
	}
	if answer.JSON201 == nil {
		return nil, fmt.Errorf("not placed: %s", answer.Body)
	}
	return answer.JSON201, nil
}

func read(ctx context.Context, api *rest.ClientWithResponses, trade *rest.SmartTrade) (*rest.SmartTrade, error) {
	answer, err := api.GetSmartTradeWithResponse(ctx, trade.ID, nil)
	if err != nil {
		return nil, err
	}
	if answer.JSON200 == nil {
		return nil, fmt.Errorf("not read: %s", answer.Body)
	}
	return answer.JSON200, nil
}

func closeByMarket(ctx context.Context, api *rest.ClientWithResponses, trade *rest.SmartTrade) (*rest.SmartTrade, error) {
	answer, err := api.CloseSmartTradeByMarketWithResponse(ctx, trade.ID, nil)
	if err != nil {
		return nil, err
	}
	if answer.JSON201 == nil {
		return nil, fmt.Errorf("not closed: %s", answer.Body)
	}
	return answer.JSON201, nil
}

// trade places a SmartTrade, reads it until it is entered and closes it.
func trade(ctx context.Context, key string, api *rest.ClientWithResponses) error {
	units, target := decimal.RequireFromString("0.00103"), decimal.RequireFromString("60000.10")
	current, err := place(ctx, api, order(units, target))
	if err != nil {
		return err
	}
	state(key, "placed", current).print()

	for i := 0; i < 50 && current.Status.Type != string(rest.KnownSmartTradeStatusTypeWaitingTargets); i++ {
		time.Sleep(100 * time.Millisecond)
		if current, err = read(ctx, api, current); err != nil {
			return err
		}
		state(key, "read", current).print()
	}
	total, err := decimal.NewFromString(current.Position.Total.Value)
	if err != nil {
		return err
	}
	line{"key": key, "step": "entered", "total": total, "profit_at_target": units.Mul(target).Sub(total)}.print()

	if current, err = closeByMarket(ctx, api, current); err != nil {
		return err
	}
	state(key, "closed", current).print()
	return nil
}

// look reads the bots that are enabled, and the deals that are active.
func look(ctx context.Context, key string, api *rest.ClientWithResponses) error {
	enabled, active, most := rest.KnownBotScopeEnabled, rest.KnownDealScopeActive, 100
	bots, err := api.ListDcaBotsWithResponse(ctx, &rest.ListDcaBotsParams{Scope: &enabled, Limit: &most})
	if err != nil {
		return err
	}
	if bots.JSON200 == nil {
		return fmt.Errorf("bots not listed: %s", bots.Body)
	}
	for _, bot := range *bots.JSON200 {
		line{"key": key, "step": "bot", "id": bot.ID, "name": bot.Name, "volume": bot.BaseOrderVolume}.print()
	}
	deals, err := api.ListDealsWithResponse(ctx, &rest.ListDealsParams{Scope: &active, Limit: &most})
	if err != nil {
		return err
	}
	if deals.JSON200 == nil {
		return fmt.Errorf("deals not listed: %s", deals.Body)
	}
	for _, deal := range *deals.JSON200 {
		line{"key": key, "step": "deal", "id": deal.ID, "pair": deal.Pair, "status": deal.Status}.print()
	}
	return nil
}

// refusal shows how 3Commas answers an order that the exchange would not take.
func refusal(ctx context.Context, key string, api *rest.ClientWithResponses) error {
	tooMany := decimal.RequireFromString("9000.00001")
	answer, err := api.CreateSmartTradeWithResponse(ctx, nil, order(tooMany, decimal.RequireFromString("60000.10")))
	if err != nil {
		return err
	}
	if answer.JSON422 == nil {
		return fmt.Errorf("more units than the pair allows, but: %s", answer.Body)
	}
	line{
		"key": key, "step": "refused", "http": answer.StatusCode(),
		"error": answer.JSON422.Error, "error_attributes": answer.JSON422.ErrorAttributes,
	}.print()
	return nil
}

func tour(key, apiKey string, signer Signer) error {
	sign := rest.WithRequestEditorFn(Sign(apiKey, signer))
	api, err := rest.NewClientWithResponses(os.Getenv("THREECOMMAS_BASE_URL"), sign)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if err := look(ctx, key, api); err != nil {
		return err
	}
	if err := trade(ctx, key, api); err != nil {
		return err
	}
	return refusal(ctx, key, api)
}

func run() error {
	if len(os.Args) > 1 {
		matched, err := CheckVectors(os.Args[1])
		if err != nil {
			return err
		}
		line{"step": "vectors", "matched": matched}.print()
	}
	if err := tour("hmac", os.Getenv("THREECOMMAS_API_KEY"), HMACSigner(os.Getenv("THREECOMMAS_SECRET"))); err != nil {
		return err
	}
	privateKey, err := os.ReadFile(os.Getenv("THREECOMMAS_PRIVATE_KEY_FILE"))
	if err != nil {
		return err
	}
	signer, err := RSASigner(privateKey)
	if err != nil {
		return err
	}
	return tour("rsa", os.Getenv("THREECOMMAS_RSA_API_KEY"), signer)
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}
