package com.example;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Interceptor;
import okhttp3.Request;
import okio.Buffer;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Signs requests, for both kinds of API key. */
final class Signing {
  private Signing() {}

  /** Signs a request: its target (path and query) and its body, both exactly as they are sent. */
  interface Signer {
    String sign(String target, String body) throws GeneralSecurityException;
  }

  /** For a system-generated key. A question mark stands between path and body. */
  static Signer hmac(String secret) {
    var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    return (target, body) -> {
      var joint = body.isEmpty() || target.contains("?") ? "" : "?";
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var text = (target + joint + body).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(text));
    };
  }

  /** For a self-generated key. The body follows the path directly. */
  static Signer rsa(String pem) throws IOException {
    var key = privateKey(pem);
    return (target, body) -> {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update((target + body).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    };
  }

  private static PrivateKey privateKey(String pem) throws IOException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      var found = parser.readObject();
      var info = found instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : found;
      return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) info);
    }
  }

  /** Adds key and signature to each request that is about to be sent. */
  static Interceptor interceptor(String apiKey, Signer signer) {
    return chain -> {
      var request = chain.request();
      try {
        var signature = signer.sign(target(request), body(request));
        var signed = request.newBuilder().header("Apikey", apiKey).header("Signature", signature);
        return chain.proceed(signed.build());
      } catch (GeneralSecurityException e) {
        throw new IOException("the request could not be signed", e);
      }
    };
  }

  private static String target(Request request) {
    var query = request.url().encodedQuery();
    return request.url().encodedPath() + (query == null ? "" : "?" + query);
  }

  private static String body(Request request) throws IOException {
    var buffer = new Buffer();
    if (request.body() != null) {
      request.body().writeTo(buffer);
    }
    return buffer.readUtf8();
  }

  private record Vector(String key, String target, String body, String signature) {}

  private record Vectors(
      String secret, @SerializedName("private_key") String privateKey, List<Vector> vectors) {}

  /** Reproduces the signatures that 3Commas publishes; returns how many there are. */
  static int checkVectors(Path file) throws IOException, GeneralSecurityException {
    var known = new Gson().fromJson(Files.readString(file), Vectors.class);
    var signers = Map.of("hmac", hmac(known.secret()), "rsa", rsa(known.privateKey()));
    for (var vector : known.vectors()) {
      var signature = signers.get(vector.key()).sign(vector.target(), vector.body());
      if (!signature.equals(vector.signature())) {
        throw new IllegalStateException(
            "another " + vector.key() + " signature than published for " + vector.target());
      }
    }
    return known.vectors().size();
  }
}
