// A request or a response as it went over the wire.
import { CopyButton } from "../common/copy_button";
import { bytesOf, durationText, sizeText, type Exchange } from "./exchange";
import { JsonText, pretty } from "./json_text";

export function RequestPanel({ exchange }: { exchange: Exchange }) {
  const text = pretty(exchange.sent);
  return (
    <div class="stack">
      <div class="row">
        <code>POST {exchange.path}</code>
        <span class="muted small numbers">{sizeText(bytesOf(exchange.sent))}</span>
        <CopyButton text={text} label="Copy the request" />
      </div>
      <JsonText label="Request" text={text} />
    </div>
  );
}

export function ResponsePanel({ exchange }: { exchange: Exchange }) {
  const text = pretty(exchange.received);
  return (
    <div class="stack">
      <div class="row">
        <span class={`badge ${exchange.status === 200 ? "good" : "bad"}`}>Status {exchange.status}</span>
        <span class="muted small numbers">
          {sizeText(bytesOf(exchange.received))}, {durationText(exchange.milliseconds)}
        </span>
        <CopyButton text={text} label="Copy the response" />
      </div>
      <JsonText label="Response" text={text} />
    </div>
  );
}
