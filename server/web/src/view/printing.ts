// On paper nothing can be opened: all tables are, while the page is printed.

export function openDataToPrint(): () => void {
  const query = matchMedia("print");
  const opened: HTMLDetailsElement[] = [];
  const changed = () => {
    if (query.matches) opened.push(...document.querySelectorAll<HTMLDetailsElement>("details.data:not([open])"));
    for (const details of opened) details.open = query.matches;
    if (!query.matches) opened.length = 0;
  };
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}
