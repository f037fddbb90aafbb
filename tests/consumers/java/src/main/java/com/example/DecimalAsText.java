package com.example;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;

/** Sends amounts and prices as text in plain notation, the form in which 3Commas answers them. */
final class DecimalAsText extends TypeAdapter<BigDecimal> {
  @Override
  public void write(JsonWriter out, BigDecimal value) throws IOException {
    out.value(value.toPlainString());
  }

  @Override
  public BigDecimal read(JsonReader in) throws IOException {
    return new BigDecimal(in.nextString());
  }
}
