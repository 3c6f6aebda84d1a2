import { useEffect, useRef } from "react";
import { NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { useTranslation } from "../i18n/use-translation";
import { useApi } from "./api";
import { PersonMenu } from "./person-menu";
import { Session, useLive, useMe } from "./session";
import { useWords } from "./words";

function TopBar() {
  const { t } = useTranslation("common");
  const me = useMe();
  const words = useWords();
  return (
    <header className="top-bar">
      <nav aria-label={t("nav")}>
        <NavLink className="top-bar-link top-title" to="/app" end>
          {words(me.conference.title)}
        </NavLink>
        <NavLink className="top-bar-link" to="/app/record">
          {t("record")}
        </NavLink>
        <ForYouLink />
        {me.person.role === "secretariat" && (
          <NavLink className="top-bar-link" to="/app/presence">
            {t("presence")}
          </NavLink>
        )}
      </nav>
      <PersonMenu />
    </header>
  );
}

/** What happened that concerns the reader: how much of it is new is in sight on every screen. */
function ForYouLink() {
  const { t } = useTranslation("forYou");
  const { data } = useApi("unread", {});
  const count = data?.unread ?? 0;
  return (
    <NavLink className="top-bar-link" to="/app/for-you" aria-label={t("unread", { count })}>
      {t("title")} {count > 0 && <span className="tab-count is-new">{count}</span>}
    </NavLink>
  );
}

function NotLive() {
  const { t } = useTranslation("common");
  const live = useLive();
  return (
    <div role="status" className={live === "live" ? undefined : "not-live"}>
      {live === "lost" && t("notLive")}
      {live === "signed_out" && t("notSignedIn")}
    </div>
  );
}

/** A link that led away is gone with its screen: the keyboard goes on at the start of the new one, not of the page. */
function useFocusOnArrival() {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const from = useRef(pathname);
  useEffect(() => {
    if (from.current === pathname) return;
    from.current = pathname;
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

/** Around every screen: who is signed in, the conference, and whether what is shown is live. */
export function AppFrame() {
  const { t } = useTranslation("common");
  const main = useFocusOnArrival();
  const isFetching = useNavigation().state === "loading";
  return (
    <Session>
      <a className="skip-link" href="#content">
        {t("skip")}
      </a>
      <TopBar />
      <NotLive />
      <main id="content" tabIndex={-1} ref={main} aria-busy={isFetching}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </Session>
  );
}
