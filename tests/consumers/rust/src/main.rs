//! Quick start for progenitor: sign, place, read and close a SmartTrade.

mod rest;
mod signing;

use std::{env, num::NonZeroU64, time::Duration};

use rest::types::{
    CreateSmartTrade, DecimalInput, ErrorResponse, KnownOrderSide, KnownOrderType,
    KnownPositionOrderType, KnownPriceType, KnownSmartTradeStatusType, PositionInput, SmartTrade,
    StopLossInput, TakeProfitInput, TakeProfitStepInput, TargetPriceInput, UnitsInput, builder,
};
use rest::{Client, Error};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use signing::{Credentials, Result, Signer};
use tokio::time::sleep;

/// A market buy with one target. Amounts and prices are text, so that no digit is lost.
fn order(units: Decimal, target: Decimal) -> Result<builder::CreateSmartTrade> {
    let position = PositionInput::builder()
        .type_(KnownOrderSide::Buy)
        .order_type(KnownPositionOrderType::Market)
        .units(UnitsInput::builder().value(units.to_string()));
    let price = TargetPriceInput::builder()
        .type_(KnownPriceType::Last)
        .value(DecimalInput::try_from(target.to_string())?);
    let step = TakeProfitStepInput::builder()
        .order_type(KnownOrderType::Limit)
        .price(price)
        .volume("100");
    let take_profit: TakeProfitInput = TakeProfitInput::builder()
        .enabled(true)
        .steps(vec![step.try_into()?])
        .try_into()?;
    let stop_loss: StopLossInput = StopLossInput::builder().enabled(false).try_into()?;
    Ok(CreateSmartTrade::builder()
        .account_id(NonZeroU64::new(32199203).unwrap()) // a paper account
        .pair("USDT_BTC")
        .position(position)
        .take_profit(take_profit)
        .stop_loss(stop_loss))
}

fn print(line: Value) {
    println!("{line}");
}

/// A status may be newer than the document: then it is not known, and arrives as it is.
fn state(key: &str, step: &str, trade: &SmartTrade) -> Value {
    let status = trade.status.type_.as_str();
    let known = KnownSmartTradeStatusType::try_from(status).is_ok();
    json!({"key": key, "step": step, "id": trade.id, "status": status, "known": known})
}

/// Places a SmartTrade, reads it until it is entered and closes it.
async fn trade(key: &str, api: &Client) -> Result<()> {
    let (units, target) = ("0.00103".parse()?, "60000.10".parse()?);
    let body = order(units, target)?;
    let mut current = api.create_smart_trade().body(body).send().await?;
    print(state(key, "placed", &current));

    let id = u64::try_from(current.id)?;
    for _ in 0..50 {
        if *current.status.type_ == "waiting_targets" {
            break;
        }
        sleep(Duration::from_millis(100)).await;
        current = api.get_smart_trade().id(id).send().await?;
        print(state(key, "read", &current));
    }
    let total: Decimal = current.position.total.value.parse()?;
    let profit = (units * target - total).normalize();
    print(json!({"key": key, "step": "entered", "total": total, "profit_at_target": profit}));

    let closed = api.close_smart_trade_by_market().id(id).send().await?;
    print(state(key, "closed", &closed));
    Ok(())
}

/// Reads the bots that are enabled, and the deals that are active.
async fn look(key: &str, api: &Client) -> Result<()> {
    let bots = api.list_dca_bots().scope("enabled").limit(100);
    for bot in bots.send().await?.into_inner() {
        let (id, name, volume) = (bot.id, bot.name, bot.base_order_volume);
        print(json!({"key": key, "step": "bot", "id": id, "name": name, "volume": volume}));
    }
    let deals = api.list_deals().scope("active").limit(100);
    for deal in deals.send().await?.into_inner() {
        let (id, pair, status) = (deal.id, deal.pair, deal.status);
        print(json!({"key": key, "step": "deal", "id": id, "pair": pair, "status": status}));
    }
    Ok(())
}

/// Shows how 3Commas answers an order that the exchange would not take.
async fn refusal(key: &str, api: &Client) -> Result<()> {
    let body = order("9000.00001".parse()?, "60000.10".parse()?)?;
    match api.create_smart_trade().body(body).send().await {
        Err(Error::ErrorResponse(answer)) => {
            let http = answer.status().as_u16();
            let ErrorResponse {
                error,
                error_attributes,
                ..
            } = answer.into_inner();
            print(json!({
                "key": key, "step": "refused", "http": http,
                "error": error, "error_attributes": error_attributes,
            }));
            Ok(())
        }
        Err(other) => Err(other.into()),
        Ok(_) => Err("more units were taken than the pair allows".into()),
    }
}

async fn tour(key: &str, api_key: String, signer: Signer) -> Result<()> {
    let credentials = Credentials { api_key, signer };
    let api = Client::new(&env::var("THREECOMMAS_BASE_URL")?, credentials);
    look(key, &api).await?;
    trade(key, &api).await?;
    refusal(key, &api).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    if let Some(file) = env::args().nth(1) {
        print(json!({"step": "vectors", "matched": signing::check_vectors(&file)?}));
    }
    let hmac = Signer::hmac(&env::var("THREECOMMAS_SECRET")?);
    tour("hmac", env::var("THREECOMMAS_API_KEY")?, hmac).await?;
    let private_key = std::fs::read_to_string(env::var("THREECOMMAS_PRIVATE_KEY_FILE")?)?;
    let rsa = Signer::rsa(&private_key)?;
    tour("rsa", env::var("THREECOMMAS_RSA_API_KEY")?, rsa).await
}
