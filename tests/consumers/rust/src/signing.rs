//! Signing of requests, for both kinds of API key.

use std::sync::Arc;

use aws_lc_rs::{hmac, rand::SystemRandom, rsa, signature};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Signs a target (path and query) and a body, both exactly as they are sent.
#[derive(Clone, Debug)]
pub enum Signer {
    /// For a system-generated key. A question mark stands between path and body.
    Hmac(hmac::Key),
    /// For a self-generated key. The body follows the path directly.
    Rsa(Arc<rsa::KeyPair>),
}

impl Signer {
    pub fn hmac(secret: &str) -> Self {
        Self::Hmac(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    pub fn rsa(private_key: &str) -> Result<Self> {
        let block = pem::parse(private_key)?;
        let key = match block.tag() {
            "RSA PRIVATE KEY" => rsa::KeyPair::from_der(block.contents())?,
            _ => rsa::KeyPair::from_pkcs8(block.contents())?,
        };
        Ok(Self::Rsa(Arc::new(key)))
    }

    pub fn sign(&self, target: &str, body: &[u8]) -> Result<String> {
        match self {
            Self::Hmac(key) => {
                let joint = if body.is_empty() || target.contains('?') {
                    ""
                } else {
                    "?"
                };
                let text = [target.as_bytes(), joint.as_bytes(), body].concat();
                Ok(hex::encode(hmac::sign(key, &text)))
            }
            Self::Rsa(key) => {
                let mut signed = vec![0; key.public_modulus_len()];
                let text = [target.as_bytes(), body].concat();
                key.sign(
                    &signature::RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    &text,
                    &mut signed,
                )?;
                Ok(BASE64_STANDARD.encode(signed))
            }
        }
    }
}

/// What the generated client keeps for signing.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub api_key: String,
    pub signer: Signer,
}

/// Adds key and signature to a request that is about to be sent.
pub async fn sign(credentials: &Credentials, request: &mut reqwest::Request) -> Result<()> {
    let url = request.url();
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let body = request
        .body()
        .and_then(|body| body.as_bytes())
        .unwrap_or_default();
    let signature = credentials.signer.sign(&target, body)?;
    request
        .headers_mut()
        .insert("Apikey", credentials.api_key.parse()?);
    request
        .headers_mut()
        .insert("Signature", signature.parse()?);
    Ok(())
}

#[derive(Deserialize)]
struct Vectors {
    secret: String,
    private_key: String,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    key: String,
    target: String,
    body: String,
    signature: String,
}

/// Reproduces the signatures that 3Commas publishes; returns how many there are.
pub fn check_vectors(file: &str) -> Result<usize> {
    let known: Vectors = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let (hmac, rsa) = (
        Signer::hmac(&known.secret),
        Signer::rsa(&known.private_key)?,
    );
    for vector in &known.vectors {
        let signer = if vector.key == "rsa" { &rsa } else { &hmac };
        if signer.sign(&vector.target, vector.body.as_bytes())? != vector.signature {
            return Err(format!(
                "another {} signature than published for {}",
                vector.key, vector.target
            )
            .into());
        }
    }
    Ok(known.vectors.len())
}
