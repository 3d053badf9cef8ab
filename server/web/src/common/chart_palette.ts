// The colours of charts. They stand in chart.css, so that light, dark and print have their own.

export interface Palette {
  text: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  series: string[];
  bands: { good: string; warning: string; bad: string };
  threshold: string;
}

/** As the page has them now. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: colour("--text"),
    muted: colour("--muted"),
    line: colour("--line"),
    surface: colour("--surface"),
    accent: colour("--accent"),
    series: [1, 2, 3, 4, 5, 6].map((number) => colour(`--series-${number}`)),
    bands: { good: colour("--band-good"), warning: colour("--band-warning"), bad: colour("--band-bad") },
    threshold: colour("--bad"),
  };
}

/** Calls back whenever the page changes between light, dark and print. Returns how to end that. */
export function onPaletteChange(changed: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "print"].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener("change", changed);
  return () => queries.forEach((query) => query.removeEventListener("change", changed));
}
