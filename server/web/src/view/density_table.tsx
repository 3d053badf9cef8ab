// The densities of a chart, as a table.
import type { Density } from "../common/api";
import { dayInWords } from "../common/chart_days";

interface Columns {
  densities: Density[];
  heading: string;
  text: (density: Density) => string;
}

export function DensityTable({ densities, heading, text }: Columns) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Site</th>
          <th scope="col" class="number">
            {heading}
          </th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        {densities.map((density) => (
          <tr key={`${density.source} ${density.site} ${text(density)}`}>
            <td>{dayInWords(density.date)}</td>
            <td>{density.site}</td>
            <td class="number">{text(density)}</td>
            <td>
              <code>{density.source}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
