// What all pages have around them: a way past the head, the project's name, ways to the other pages.
import type { ComponentChildren } from "preact";

export interface PageLink {
  href: string;
  label: string;
}

/** The pages of sandbox mode. */
export const pages: PageLink[] = [
  { href: "/", label: "Workbench" },
  { href: "/guideline", label: "Guideline" },
];

interface Frame {
  title: string;
  links?: PageLink[]; // none where there is one page only
  about?: ComponentChildren; // version, day, mode
  children: ComponentChildren;
}

export function PageFrame({ title, links = [], about, children }: Frame) {
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <header class="page-header">
        <div class="brand">
          <img src="/web/icon.svg" alt="" />
          <h1>{title}</h1>
        </div>
        {links.length > 0 && <PageLinks links={links} />}
        {about && <p class="about">{about}</p>}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function PageLinks({ links }: { links: PageLink[] }) {
  return (
    <nav aria-label="Pages">
      <ul>
        {links.map(({ href, label }) => (
          <li key={href}>
            <a href={href} aria-current={location.pathname === href ? "page" : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
