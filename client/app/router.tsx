import type { QueryClient } from "@tanstack/react-query";
import type { ComponentType } from "react";
import { createBrowserRouter, type LoaderFunctionArgs, Navigate } from "react-router";
import { Loading } from "../ui/loading";
import { readEarly } from "./api";
import { AppFrame } from "./app-frame";
import { Broken, NoSuchScreen } from "./broken";
import { InstrumentFrame } from "./instrument-frame";

/**
 * The code of a screen is fetched when somebody goes there; until it has come, the screen before it stays. By the router and not by
 * `React.lazy`: React shows nothing new for 300 ms after it has shown that it waits.
 */
function screen<Name extends string>(name: Name, load: () => Promise<Record<Name, ComponentType>>) {
  return { lazy: async () => ({ Component: (await load())[name] }), HydrateFallback: Loading };
}

// A phone that came to vote should not have to load the editor first.
const Conference = screen("Conference", () => import("../views/conference/conference"));
const DraftingRoom = screen("DraftingRoom", () => import("../views/drafting/drafting-room"));
const ProposeAmendment = screen("ProposeAmendment", () => import("../views/propose/propose-amendment"));
const Tracker = screen("Tracker", () => import("../views/tracker/tracker"));
const AmendmentPage = screen("AmendmentPage", () => import("../views/amendment/amendment-page"));
const ThreeWay = screen("ThreeWay", () => import("../views/together/three-way"));
const WhatIf = screen("WhatIf", () => import("../views/together/what-if"));
const Desk = screen("Desk", () => import("../views/desk/desk"));
const Ballot = screen("Ballot", () => import("../views/ballot/ballot"));
const Floor = screen("Floor", () => import("../views/floor/floor"));
const Versions = screen("Versions", () => import("../views/versions/versions"));
const Record = screen("Record", () => import("../views/record/record"));
const Reports = screen("Reports", () => import("../views/reports/reports"));
const ReportText = screen("ReportText", () => import("../views/reports/report-text"));
const ImportText = screen("ImportText", () => import("../views/import/import-text"));
const ImportAmendments = screen(
  "ImportAmendments",
  () => import("../views/import-amendments/import-amendments"),
);
const ForYou = screen("ForYou", () => import("../views/for-you/for-you"));
const Verify = screen("Verify", () => import("../views/verify/verify"));
const Rules = screen("Rules", () => import("../views/rules/rules"));
const Presence = screen("Presence", () => import("../views/presence/presence"));

/** What a screen of an instrument shows, begun beside asking who is signed in and not one after the other. It reads it by itself all the same. */
function early(client: QueryClient, ...reads: Array<"instrument" | "amendments">) {
  return {
    loader: ({ params: { instrument } }: LoaderFunctionArgs) => {
      if (instrument) for (const read of reads) readEarly(client, read, { instrument });
      return null;
    },
    shouldRevalidate: () => false,
  };
}

export function createRouter(client: QueryClient) {
  const instrument = early(client, "instrument");
  return createBrowserRouter([
    {
      path: "/app",
      element: <AppFrame />,
      errorElement: <Broken />,
      HydrateFallback: Loading,
      loader: () => {
        readEarly(client, "me", {});
        return null;
      },
      shouldRevalidate: () => false,
      children: [
        { index: true, ...Conference },
        { path: "record", ...Record },
        { path: "for-you", ...ForYou },
        { path: "reports", ...Reports },
        { path: "reports/:report/:language", ...ReportText },
        { path: "presence", ...Presence },
        { path: "rules", ...Rules },
        {
          path: ":instrument",
          element: <InstrumentFrame />,
          children: [
            { index: true, element: <Navigate to="amendments" replace /> },
            { path: "draft/:language", ...DraftingRoom, ...instrument },
            { path: "import/:language", ...ImportText, ...instrument },
            { path: "amendments", ...Tracker, ...early(client, "instrument", "amendments") },
            { path: "amendments/import", ...ImportAmendments, ...instrument },
            { path: "amendments/what-if", ...WhatIf, ...instrument },
            { path: "amendments/:amendment/with/:other", ...ThreeWay, ...instrument },
            { path: "amendments/:amendment", ...AmendmentPage, ...instrument },
            { path: "amendments/:amendment/edit", ...ProposeAmendment, ...instrument },
            { path: "desk", ...Desk, ...instrument },
            { path: "vote", ...Ballot, ...instrument },
            { path: "floor", ...Floor, ...instrument },
            { path: "versions", ...Versions, ...instrument },
          ],
        },
        { path: "*", element: <NoSuchScreen /> },
      ],
    },
    // A certificate is anybody's to verify, years later too: nobody signs in for it.
    { path: "/app/verify", ...Verify, errorElement: <Broken /> },
    { path: "*", element: <Navigate to="/app" replace /> },
  ]);
}
