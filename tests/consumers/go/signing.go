package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// Signer signs a request: its target (path and query) and its body, both exactly as they are sent.
type Signer func(target string, body []byte) (string, error)

// HMACSigner is for a system-generated key. A question mark stands between path and body.
func HMACSigner(secret string) Signer {
	return func(target string, body []byte) (string, error) {
		if len(body) > 0 && !strings.Contains(target, "?") {
			target += "?"
		}
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(append([]byte(target), body...))
		return hex.EncodeToString(mac.Sum(nil)), nil
	}
}

// RSASigner is for a self-generated key. The body follows the path directly.
func RSASigner(privateKey []byte) (Signer, error) {
	block, _ := pem.Decode(privateKey)
	if block == nil {
		return nil, errors.New("the private key is not PEM")
	}
	key, err := parseKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	return func(target string, body []byte) (string, error) {
		digest := sha256.Sum256(append([]byte(target), body...))
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
		return base64.StdEncoding.EncodeToString(signature), err
	}, nil
}

func parseKey(der []byte) (*rsa.PrivateKey, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("the private key is a %T, not an RSA key", key)
	}
	return private, nil
}

// Sign adds key and signature to a request that is about to be sent.
func Sign(apiKey string, signer Signer) func(context.Context, *http.Request) error {
	return func(_ context.Context, request *http.Request) error {
		var body []byte
		if request.Body != nil {
			var err error
			if body, err = io.ReadAll(request.Body); err != nil {
				return err
			}
			request.Body = io.NopCloser(bytes.NewReader(body))
		}
		signature, err := signer(request.URL.RequestURI(), body)
		request.Header.Set("Apikey", apiKey)
		request.Header.Set("Signature", signature)
		return err
	}
}

// CheckVectors reproduces the signatures that 3Commas publishes and tells how many there are.
func CheckVectors(file string) (int, error) {
	var known struct {
		Secret     string
		PrivateKey string `json:"private_key"`
		Vectors    []struct{ Key, Target, Body, Signature string }
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	if err := json.Unmarshal(content, &known); err != nil {
		return 0, err
	}
	rsaSigner, err := RSASigner([]byte(known.PrivateKey))
	if err != nil {
		return 0, err
	}
	signers := map[string]Signer{"hmac": HMACSigner(known.Secret), "rsa": rsaSigner}
	for _, v := range known.Vectors {
		signature, err := signers[v.Key](v.Target, []byte(v.Body))
		if err != nil {
			return 0, err
		}
		if signature != v.Signature {
			return 0, fmt.Errorf("another %s signature than published for %s", v.Key, v.Target)
		}
	}
	return len(known.Vectors), nil
}
