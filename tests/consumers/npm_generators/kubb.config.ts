import { defineConfig } from "@kubb/core";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";

export default defineConfig({
  input: { path: "openapi-3.0.3.json" },
  output: { path: "kubb", clean: true, format: false, lint: false },
  plugins: [pluginOas({ generators: [] }), pluginTs()],
});
