// A link of a card, if it leads where a card may lead: to https, or to this very machine while trying things out.
export function WebLink({ url, label }: { url?: string; label: string }) {
  if (!url || !leadsSomewhereSafe(url)) return <>{label}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}

export function leadsSomewhereSafe(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.protocol === "https:" || (parsed?.protocol === "http:" && parsed.hostname === location.hostname);
}
