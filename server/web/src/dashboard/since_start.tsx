// What the service counts while it runs: facts that it did not know, and why it kept silent.
import type { Dashboard } from "../common/api";
import { ScrollRegion } from "../common/scroll_region";
import { words } from "./outcomes";

export function SinceStart({ data, since }: { data: Dashboard; since: string }) {
  return (
    <div class="since-start">
      <section class="panel stack close" aria-labelledby="unknown-facts">
        <h2 id="unknown-facts">Unknown facts</h2>
        <p class="small muted">Since {since}, over all evaluations.</p>
        <UnknownFacts facts={data.unknownFacts} />
      </section>
      <section class="panel stack close" aria-labelledby="silent">
        <h2 id="silent">Why no card was shown</h2>
        <p class="small muted">Since {since}, by service.</p>
        <Silent lines={data.silent} />
      </section>
    </div>
  );
}

function UnknownFacts({ facts }: { facts: Dashboard["unknownFacts"] }) {
  if (facts.length === 0) return <p>No fact was unknown so far.</p>;
  return (
    <ScrollRegion label="Facts that were unknown">
      <table>
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Why unknown</th>
            <th scope="col" class="number">
              Times
            </th>
          </tr>
        </thead>
        <tbody>
          {[...facts].sort((a, b) => b.count - a.count).map(({ fact, label, looked, count }) => (
            <tr key={`${fact} ${looked}`}>
              <th scope="row">{label}</th>
              <td>{looked ? "not on record" : "could not be looked up"}</td>
              <td class="number">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Silent({ lines }: { lines: Dashboard["silent"] }) {
  if (lines.length === 0) return <p>The service was not silent so far, or was not called.</p>;
  return (
    <ScrollRegion label="Reasons to show no card">
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Reason</th>
            <th scope="col" class="number">
              Times
            </th>
          </tr>
        </thead>
        <tbody>
          {[...lines].sort((a, b) => b.count - a.count).map(({ service, reason, count }) => (
            <tr key={`${service} ${reason}`}>
              <th scope="row">
                <code>{service}</code>
              </th>
              <td>{words(reason)}</td>
              <td class="number">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
