import { createHmac, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";

/** Signs a request: its target (path and query) and its body, both exactly as they are sent. */
export type Signer = (target: string, body: string) => string;

/** For a system-generated key. A question mark stands between path and body. */
export function hmacSigner(secret: string): Signer {
  return (target, body) => {
    const joint = body && !target.includes("?") ? "?" : "";
    return createHmac("sha256", secret)
      .update(target + joint + body)
      .digest("hex");
  };
}

/** For a self-generated key. The body follows the path directly. */
export function rsaSigner(pem: string): Signer {
  const key = createPrivateKey(pem);
  return (target, body) =>
    sign("sha256", Buffer.from(target + body), key).toString("base64");
}

/** Adds key and signature to a request that is about to be sent. */
export async function signed(
  request: Request,
  apiKey: string,
  signer: Signer,
): Promise<Request> {
  const { pathname, search } = new URL(request.url);
  const body = await request.clone().text();
  request.headers.set("Apikey", apiKey);
  request.headers.set("Signature", signer(pathname + search, body));
  return request;
}

interface Vectors {
  secret: string;
  private_key: string;
  vectors: {
    key: "hmac" | "rsa";
    target: string;
    body: string;
    signature: string;
  }[];
}

/** Reproduces the signatures that 3Commas publishes; returns how many there are. */
export function checkVectors(file: string): number {
  const { secret, private_key, vectors } = JSON.parse(
    readFileSync(file, "utf8"),
  ) as Vectors;
  const signers = { hmac: hmacSigner(secret), rsa: rsaSigner(private_key) };
  for (const { key, target, body, signature } of vectors) {
    if (signers[key](target, body) !== signature) {
      throw new Error(`another ${key} signature than published for ${target}`);
    }
  }
  return vectors.length;
}
