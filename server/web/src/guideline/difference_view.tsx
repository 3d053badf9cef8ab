// Two guidelines beside each other: what differs in their tables, rules and counts.
import type { Guideline, Rule } from "../common/api";
import { ScrollRegion } from "../common/scroll_region";
import { cells, difference, type RuleChange, type TableChange } from "./difference";

export function DifferenceView({ before, after }: { before: Guideline; after: Guideline }) {
  const { tables, counts, same } = difference(before, after);
  return (
    <section class="panel stack" aria-labelledby="differences">
      <h2 id="differences">
        {before.key} and {after.key}
      </h2>
      <p>
        {same} {same === 1 ? "table is" : "tables are"} the same in both, but for the sources that they name; {tables.length} {tables.length === 1 ? "differs" : "differ"}.
      </p>
      {counts.length > 0 && (
        <div>
          <h3>Counts</h3>
          <ul>
            {counts.map(({ id, title, lines }) => (
              <li key={id}>
                {title} <code class="small muted">{id}</code>: {lines.join("; ")}
              </li>
            ))}
          </ul>
        </div>
      )}
      {tables.map((change) => (
        <TableDifference key={change.id} change={change} names={[before.key, after.key]} />
      ))}
    </section>
  );
}

function TableDifference({ change, names }: { change: TableChange; names: [string, string] }) {
  const { id, title, before, after, rules } = change;
  return (
    <div class="stack close">
      <h3>
        {title} <code class="small muted">{id}</code>
      </h3>
      {!(before && after) && <p>Only in {after ? names[1] : names[0]}.</p>}
      {rules.length > 0 && (
        <ScrollRegion label={`Rules of ${title} that differ`}>
          <table class="boxed differences">
            <caption class="only-read">Rules of {title} that differ</caption>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">{names[0]}</th>
                <th scope="col">{names[1]}</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => (
                <tr key={rule.id}>
                  <th scope="row">
                    {rule.id} <Mark change={rule} />
                  </th>
                  <RuleCell rule={rule.before} />
                  <RuleCell rule={rule.after} />
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </div>
  );
}

function Mark({ change: { before, after, what } }: { change: RuleChange }) {
  if (!before) return <span class="badge good">added</span>;
  if (!after) return <span class="badge bad">removed</span>;
  return <span class="badge warning">changed: {what.join(", ")}</span>;
}

function RuleCell({ rule }: { rule?: Rule }) {
  if (!rule) return <td class="muted">none</td>;
  return (
    <td>
      {rule.ways.map((way, index) => (
        <p key={index}>
          {index > 0 && "or "}
          <code>{cells(way)}</code>
        </p>
      ))}
      <p>
        Then <strong>{rule.outcome}</strong>
      </p>
      {rule.criterion && <p class="small">{rule.criterion}</p>}
      {rule.source && <p class="small muted">{rule.source}</p>}
    </td>
  );
}
