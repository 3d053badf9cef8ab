// Risk factors, found and not, and everything else that was read.
import type { Fact, Guideline, Why } from "../common/api";
import { dayInWords } from "../common/chart_days";
import { ScrollRegion } from "../common/scroll_region";
import { factValueText } from "../common/values";
import { type RiskFactor, riskFactors, type Standing } from "./risk_factors";

export function RiskFactors({ why, guideline }: { why: Why; guideline?: Guideline }) {
  const factors = guideline ? riskFactors(guideline, why) : [];
  return (
    <section class="panel stack" aria-labelledby="risk-factors">
      <h2 id="risk-factors">Risk factors</h2>
      {!guideline && <p>Which of the findings the guideline counts as risk could not be read; all of them stand below.</p>}
      {guideline && <Found factors={factors.filter(({ standing }) => standing === "found")} />}
      <Others title="Not present" standing="not present" factors={factors} />
      <Others title="Not on record" standing="not on record" factors={factors} />
      <Others title="Could not be looked up" standing="not looked up" factors={factors} />
      <AllFindings facts={why.facts} />
    </section>
  );
}

function Found({ factors }: { factors: RiskFactor[] }) {
  if (factors.length === 0) return <p>None was found.</p>;
  return (
    <div>
      <h3>Found</h3>
      <ul>
        {factors.map(({ label, facts }) => (
          <li key={label}>
            {label}: {facts.filter(({ value }) => value !== null).map(factText).join("; ")}
          </li>
        ))}
      </ul>
    </div>
  );
}

const factText = (fact: Fact) => `${fact.label} ${factValueText(fact)}${whereFrom(fact)}`;

const whereFrom = ({ date, source }: Fact) =>
  `${date ? `, ${dayInWords(date)}` : ""}${source ? ` (${source})` : ""}`;

function Others({ title, standing, factors }: { title: string; standing: Standing; factors: RiskFactor[] }) {
  const labels = factors.filter((factor) => factor.standing === standing).map(({ label }) => label);
  if (labels.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <p>{labels.join(", ")}.</p>
    </div>
  );
}

function AllFindings({ facts }: { facts: Fact[] }) {
  const known = facts.filter(({ value }) => value !== null);
  return (
    <details class="data">
      <summary>All that was found in the record ({known.length})</summary>
      <ScrollRegion label="All that was found in the record">
        <table>
          <thead>
            <tr>
              <th scope="col">Finding</th>
              <th scope="col">Value</th>
              <th scope="col">Day</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {known.map((fact) => (
              <tr key={fact.name}>
                <td>{fact.label}</td>
                <td>{factValueText(fact)}</td>
                <td>{fact.date ? dayInWords(fact.date) : ""}</td>
                <td>{fact.source && <code>{fact.source}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
