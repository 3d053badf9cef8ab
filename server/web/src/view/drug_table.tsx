// The drugs of a chart, as a table.
import type { DrugPeriod, ScanWindow } from "../common/api";
import { dayInWords } from "../common/chart_days";

/** "since 3 Mar 2025", "3 Mar 2025 to 4 May 2026". */
export function periodText({ from, to, now, kind }: DrugPeriod): string {
  if (kind === "dose") return from ? `dose of ${dayInWords(from)}` : "dose of an unknown day";
  if (to) return `${from ? dayInWords(from) : "start unknown"} to ${dayInWords(to)}`;
  if (now) return from ? `since ${dayInWords(from)}` : "now; start unknown";
  return from ? `from ${dayInWords(from)}; end unknown` : "no day on record";
}

export function DrugTable({ drugs, nextScan }: { drugs: DrugPeriod[]; nextScan?: ScanWindow }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Group</th>
          <th scope="col">When</th>
          <th scope="col">Kind</th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        {drugs.map((drug) => (
          <tr key={drug.source}>
            <td>{drug.drug}</td>
            <td>{drug.group}</td>
            <td>{periodText(drug)}</td>
            <td>{drug.kind}</td>
            <td>
              <code>{drug.source}</code>
            </td>
          </tr>
        ))}
        {nextScan && (
          <tr>
            <td>next DXA due</td>
            <td>scan</td>
            <td>
              {dayInWords(nextScan.from)} to {dayInWords(nextScan.latest)}
            </td>
            <td>guideline</td>
            <td>as the guideline reads the last scan</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
