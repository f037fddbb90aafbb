package com.example;

import static com.example.rest.model.KnownSmartTradeStatusType.WAITING_TARGETS;

import com.example.rest.ApiClient;
import com.example.rest.ApiException;
import com.example.rest.JSON;
import com.example.rest.api.DcaBotsApi;
import com.example.rest.api.DealsApi;
import com.example.rest.api.SmartTradesApi;
import com.example.rest.model.CreateSmartTrade;
import com.example.rest.model.ErrorResponse;
import com.example.rest.model.KnownBotScope;
import com.example.rest.model.KnownDealScope;
import com.example.rest.model.KnownOrderSide;
import com.example.rest.model.KnownOrderType;
import com.example.rest.model.KnownPositionOrderType;
import com.example.rest.model.KnownPriceType;
import com.example.rest.model.KnownSmartTradeStatusType;
import com.example.rest.model.PositionInput;
import com.example.rest.model.SmartTrade;
import com.example.rest.model.StopLossInput;
import com.example.rest.model.TakeProfitInput;
import com.example.rest.model.TakeProfitStepInput;
import com.example.rest.model.TargetPriceInput;
import com.example.rest.model.UnitsInput;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;

/** Quick start for openapi-generator: sign, place, read and close a SmartTrade. */
public final class QuickStart {
  private static final long PAPER_ACCOUNT = 32199203;

  private final String key;
  private final SmartTradesApi api;
  private final DcaBotsApi bots;
  private final DealsApi deals;

  private QuickStart(String key, String apiKey, Signing.Signer signer) {
    var signing = Signing.interceptor(apiKey, signer);
    var http = new OkHttpClient.Builder().addInterceptor(signing).build();
    var client = new ApiClient(http).setBasePath(System.getenv("THREECOMMAS_BASE_URL"));
    this.key = key;
    this.api = new SmartTradesApi(client);
    this.bots = new DcaBotsApi(client);
    this.deals = new DealsApi(client);
  }

  public static void main(String[] arguments) throws Exception {
    JSON.setGson(
        JSON.getGson()
            .newBuilder()
            .registerTypeAdapter(BigDecimal.class, new DecimalAsText().nullSafe())
            .create());
    if (arguments.length > 0) {
      print(Map.of("step", "vectors", "matched", Signing.checkVectors(Path.of(arguments[0]))));
    }
    var hmac = Signing.hmac(System.getenv("THREECOMMAS_SECRET"));
    new QuickStart("hmac", System.getenv("THREECOMMAS_API_KEY"), hmac).tour();
    var pem = Files.readString(Path.of(System.getenv("THREECOMMAS_PRIVATE_KEY_FILE")));
    new QuickStart("rsa", System.getenv("THREECOMMAS_RSA_API_KEY"), Signing.rsa(pem)).tour();
  }

  private void tour() throws ApiException, InterruptedException {
    look();
    trade();
    showRefusal();
  }

  /** Places a SmartTrade, reads it until it is entered and closes it. */
  private void trade() throws ApiException, InterruptedException {
    var units = new BigDecimal("0.00103");
    var target = new BigDecimal("60000.10");
    var current = api.createSmartTrade(order(units, target), null);
    printState("placed", current);

    for (int i = 0; i < 50 && !isWaitingForTargets(current); i++) {
      Thread.sleep(100);
      current = api.getSmartTrade(current.getId(), null);
      printState("read", current);
    }
    var total = current.getPosition().getTotal().getValue();
    var profit = units.multiply(target).subtract(total).stripTrailingZeros();
    print(Map.of("key", key, "step", "entered", "total", total, "profit_at_target", profit));

    printState("closed", api.closeSmartTradeByMarket(current.getId(), null));
  }

  /** Reads the bots that are enabled, and the deals that are active. */
  private void look() throws ApiException {
    var enabled = KnownBotScope.ENABLED;
    var active = KnownDealScope.ACTIVE;
    for (var bot :
        bots.listDcaBots(null, null, null, null, 100, null, null, enabled, null, null, null)) {
      var volume = bot.getBaseOrderVolume();
      print(
          Map.of(
              "key",
              key,
              "step",
              "bot",
              "id",
              bot.getId(),
              "name",
              bot.getName(),
              "volume",
              volume));
    }
    for (var deal :
        deals.listDeals(
            null, null, 100, null, null, null, active, null, null, null, null, null, null)) {
      var status = deal.getStatus();
      print(
          Map.of(
              "key",
              key,
              "step",
              "deal",
              "id",
              deal.getId(),
              "pair",
              deal.getPair(),
              "status",
              status));
    }
  }

  /** Shows how 3Commas answers an order that the exchange would not take. */
  private void showRefusal() {
    try {
      api.createSmartTrade(order(new BigDecimal("9000.00001"), new BigDecimal("60000.10")), null);
      throw new IllegalStateException("more units were taken than the pair allows");
    } catch (ApiException refused) {
      var body = JSON.getGson().fromJson(refused.getResponseBody(), ErrorResponse.class);
      print(
          Map.of(
              "key", key,
              "step", "refused",
              "http", refused.getCode(),
              "error", body.getError(),
              "error_attributes", body.getErrorAttributes()));
    }
  }

  /** A market buy with one target. */
  private static CreateSmartTrade order(BigDecimal units, BigDecimal target) {
    var position =
        new PositionInput()
            .type(KnownOrderSide.BUY)
            .orderType(KnownPositionOrderType.MARKET)
            .units(new UnitsInput().value(units));
    var step =
        new TakeProfitStepInput()
            .orderType(KnownOrderType.LIMIT)
            .price(new TargetPriceInput().type(KnownPriceType.LAST).value(target))
            .volume(new BigDecimal("100"));
    return new CreateSmartTrade()
        .accountId(PAPER_ACCOUNT)
        .pair("USDT_BTC")
        .position(position)
        .takeProfit(new TakeProfitInput().enabled(true).steps(List.of(step)))
        .stopLoss(new StopLossInput().enabled(false));
  }

  private static boolean isWaitingForTargets(SmartTrade trade) {
    return trade.getStatus().getType().equals(WAITING_TARGETS.getValue());
  }

  /** A status may be newer than the document: then it is not known, and arrives as it is. */
  private void printState(String step, SmartTrade trade) {
    var status = trade.getStatus().getType();
    var known =
        Arrays.stream(KnownSmartTradeStatusType.values())
            .anyMatch(value -> value.getValue().equals(status));
    print(Map.of("key", key, "step", step, "id", trade.getId(), "status", status, "known", known));
  }

  private static void print(Map<String, Object> line) {
    System.out.println(JSON.serialize(line));
  }
}
