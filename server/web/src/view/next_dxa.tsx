// How the next scan stands, in one line that is read first.
import type { Why } from "../common/api";
import { nextDxaInWords } from "./next_dxa_words";

export function NextDxa({ why }: { why: Why }) {
  const { tone, headline, more } = nextDxaInWords(why.history.nextDxa, why.outOfScope);
  return (
    <section class={`next-dxa notice ${tone}`} aria-labelledby="next-dxa">
      <h2 id="next-dxa">Next DXA</h2>
      <p class="headline">{headline}</p>
      {more.length > 0 && <p class="small">{more.join(" ")}</p>}
    </section>
  );
}
