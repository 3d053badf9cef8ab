// A line for each card, with the reasons for which it was overridden.
import { ScrollRegion } from "../common/scroll_region";
import { byCard, type CardSum, share, words } from "./outcomes";
import type { OutcomeLine } from "../common/api";

export function CardTable({ lines }: { lines: OutcomeLine[] }) {
  return (
    <ScrollRegion label="By card">
      <table>
        <caption class="only-read">What became of each card</caption>
        <thead>
          <tr>
            <th scope="col">Card</th>
            <th scope="col" class="number">
              Shown
            </th>
            <th scope="col" class="number">
              Accepted
            </th>
            <th scope="col" class="number">
              Overridden
            </th>
            <th scope="col">Reasons</th>
          </tr>
        </thead>
        <tbody>
          {byCard(lines).map((sum) => (
            <CardRow key={sum.card} sum={sum} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function CardRow({ sum: { card, shown, accepted, overridden, reasons } }: { sum: CardSum }) {
  return (
    <tr>
      <th scope="row">{words(card)}</th>
      <td class="number">{shown}</td>
      <td class="number">
        {accepted} ({share(accepted, shown)})
      </td>
      <td class="number">
        {overridden} ({share(overridden, shown)})
      </td>
      <td>
        <Reasons reasons={reasons} />
      </td>
    </tr>
  );
}

function Reasons({ reasons }: { reasons: Record<string, number> }) {
  const named = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  if (named.length === 0) return <span class="muted">none</span>;
  return (
    <ul class="reasons">
      {named.map(([reason, count]) => (
        <li key={reason}>
          {words(reason)}: {count}
        </li>
      ))}
    </ul>
  );
}
