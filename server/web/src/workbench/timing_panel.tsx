// How long the last call took, part by part, and the calls before it.
import { ScrollRegion } from "../common/scroll_region";
import { bytesOf, durationText, sizeText, type Exchange } from "./exchange";
import { cardsOf } from "./hooks";

export function TimingPanel({ exchange, past }: { exchange: Exchange; past: Exchange[] }) {
  return (
    <div class="stack">
      <table class="figures">
        <caption>The last call, as this browser sees it</caption>
        <tbody>
          {partsOf(exchange).map(([what, figure]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td class="number">{figure}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <PastCalls past={past} />
    </div>
  );
}

function partsOf({ milliseconds, entry, sent, received }: Exchange): [string, string][] {
  const parts: [string, string][] = [["From the call to the last byte", durationText(milliseconds)]];
  if (entry?.responseStart)
    parts.push(
      ["Waiting and connecting", durationText(entry.requestStart - entry.startTime)],
      ["The service's answer begins after", durationText(entry.responseStart - entry.requestStart)],
      ["Its body arrives in", durationText(entry.responseEnd - entry.responseStart)],
      ["Received with heads", sizeText(entry.transferSize)],
    );
  for (const { name, duration } of entry?.serverTiming ?? []) parts.push([`The service says: ${name}`, durationText(duration)]);
  return [...parts, ["Request", sizeText(bytesOf(sent))], ["Response", sizeText(bytesOf(received))]];
}

function PastCalls({ past }: { past: Exchange[] }) {
  return (
    <ScrollRegion label="Calls of this page">
      <table>
        <caption>
          Calls of this page, the latest first; median {durationText(median(past.map(({ milliseconds }) => milliseconds)))}
        </caption>
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col" class="number">Status</th>
            <th scope="col" class="number">Cards</th>
            <th scope="col" class="number">Time</th>
          </tr>
        </thead>
        <tbody>
          {past.map((exchange, index) => (
            <tr key={past.length - index}>
              <td>
                <code>{exchange.path}</code>
              </td>
              <td class="number">{exchange.status}</td>
              <td class="number">{cardsOf(exchange.body)?.length ?? "none"}</td>
              <td class="number">{durationText(exchange.milliseconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The middle of the values; 0 of none. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (!sorted.length) return 0;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
