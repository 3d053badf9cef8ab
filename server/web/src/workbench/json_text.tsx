// JSON, in a region that scrolls by keyboard too.
export function JsonText({ label, text }: { label: string; text: string }) {
  return (
    <pre class="json" role="region" aria-label={label} tabIndex={0}>
      {text}
    </pre>
  );
}

/** The same JSON with a member a line; any other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
