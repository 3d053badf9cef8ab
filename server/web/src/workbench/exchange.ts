// One call of the service: what was sent, what came back, and how long it took.
import { noAnswer, outcomeText, parsed } from "../common/http";

export interface Exchange {
  path: string;
  sent: string;
  status: number;
  received: string;
  body: unknown; // undefined if what was received is no JSON
  milliseconds: number; // from the call to the last byte, as the page sees it
  entry?: PerformanceResourceTiming;
}

/** Posts `body`. Throws where no answer comes; a refusal is an answer. */
export async function post(path: string, body: string, signal?: AbortSignal): Promise<Exchange> {
  performance.clearResourceTimings(); // browsers keep 250 only
  const started = performance.now();
  const call = { method: "POST", headers: { "Content-Type": "application/json" }, body, signal, redirect: "error" } as const;
  const response = await fetch(path, call).catch((error) => {
    throw signal?.aborted ? error : noAnswer();
  });
  const received = await response.text();
  const milliseconds = performance.now() - started;
  const entry = performance.getEntriesByName(new URL(path, location.href).href).at(-1) as PerformanceResourceTiming | undefined;
  return { path, sent: body, status: response.status, received, body: parsed(received), milliseconds, entry };
}

/** What a refusal says, in words. */
export const refusalOf = (exchange: Exchange): string =>
  outcomeText(exchange.body) ?? (exchange.received || `Status ${exchange.status}, and no word why.`);

const encoder = new TextEncoder();
export const bytesOf = (text: string): number => encoder.encode(text).length;

/** "812 B", "25.1 kB". */
export const sizeText = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);
export const durationText = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
