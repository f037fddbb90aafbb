// Quick start for @hey-api/openapi-ts: sign, place, read and close a SmartTrade.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { BigNumber } from "bignumber.js";
import { type Client, createClient } from "./generated/hey-api/client/index.js";
import {
  closeSmartTradeByMarket,
  type CreateSmartTrade,
  createSmartTrade,
  getSmartTrade,
  KnownSmartTradeStatusType,
  listDcaBots,
  listDeals,
  type SmartTrade,
} from "./generated/hey-api/index.js";
import {
  checkVectors,
  hmacSigner,
  rsaSigner,
  type Signer,
  signed,
} from "./signing.js";

const env = process.env as Record<string, string>;
const print = (line: object) => console.log(JSON.stringify(line));

/** A market buy with one target. Amounts and prices are text, so that no digit is lost. */
function order(units: BigNumber, target: BigNumber): CreateSmartTrade {
  return {
    account_id: 32199203, // a paper account
    pair: "USDT_BTC",
    position: {
      type: "buy",
      order_type: "market",
      units: { value: units.toFixed() },
    },
    take_profit: {
      enabled: true,
      steps: [
        {
          order_type: "limit",
          price: { type: "last", value: target.toFixed() },
          volume: "100",
        },
      ],
    },
    stop_loss: { enabled: false },
  };
}

/** A status may be newer than the document: then it is not known, and arrives as it is. */
function state({ id, status }: SmartTrade) {
  const known: string[] = Object.values(KnownSmartTradeStatusType);
  return { id, status: status.type, known: known.includes(status.type) };
}

function connect(apiKey: string, signer: Signer) {
  const client = createClient({ baseUrl: env.THREECOMMAS_BASE_URL });
  client.interceptors.request.use((request) => signed(request, apiKey, signer));
  return client;
}

/** Places a SmartTrade, reads it until it is entered, closes it. */
async function trade(key: string, client: Client) {
  const [units, target] = [new BigNumber("0.00103"), new BigNumber("60000.10")];
  const body = order(units, target);
  const placed = await createSmartTrade({ client, body });
  if (placed.error) throw new Error(JSON.stringify(placed.error));
  print({ key, step: "placed", ...state(placed.data) });

  const path = { id: placed.data.id };
  let current = placed.data;
  for (let i = 0; i < 50 && current.status.type !== "waiting_targets"; i++) {
    await sleep(100);
    const read = await getSmartTrade({ client, path });
    if (read.error) throw new Error(JSON.stringify(read.error));
    current = read.data;
    print({ key, step: "read", ...state(current) });
  }
  const total = current.position.total.value;
  const profit_at_target = units.times(target).minus(total).toFixed();
  print({ key, step: "entered", total, profit_at_target });

  const closed = await closeSmartTradeByMarket({ client, path });
  if (closed.error) throw new Error(JSON.stringify(closed.error));
  print({ key, step: "closed", ...state(closed.data) });
}

/** Reads the bots that are enabled, and the deals that are active. */
async function look(key: string, client: Client) {
  const bots = await listDcaBots({
    client,
    query: { scope: "enabled", limit: 100 },
  });
  if (bots.error) throw new Error(JSON.stringify(bots.error));
  for (const { id, name, base_order_volume } of bots.data)
    print({ key, step: "bot", id, name, volume: base_order_volume });

  const deals = await listDeals({
    client,
    query: { scope: "active", limit: 100 },
  });
  if (deals.error) throw new Error(JSON.stringify(deals.error));
  for (const { id, pair, status } of deals.data)
    print({ key, step: "deal", id, pair, status });
}

/** Shows how 3Commas answers an order that the exchange would not take. */
async function refusal(key: string, client: Client) {
  const body = order(new BigNumber("9000.00001"), new BigNumber("60000.10"));
  const { error, response } = await createSmartTrade({ client, body });
  if (!error) throw new Error("more units were taken than the pair allows");
  print({ key, step: "refused", http: response.status, ...error });
}

async function tour(key: string, apiKey: string, signer: Signer) {
  const client = connect(apiKey, signer);
  await look(key, client);
  await trade(key, client);
  await refusal(key, client);
}

if (process.argv[2]) {
  print({ step: "vectors", matched: checkVectors(process.argv[2]) });
}
const pem = readFileSync(env.THREECOMMAS_PRIVATE_KEY_FILE, "utf8");
await tour("hmac", env.THREECOMMAS_API_KEY, hmacSigner(env.THREECOMMAS_SECRET));
await tour("rsa", env.THREECOMMAS_RSA_API_KEY, rsaSigner(pem));
