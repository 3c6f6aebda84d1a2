import type { QueryClient } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense } from "react";
import { createBrowserRouter, type LoaderFunctionArgs, Navigate } from "react-router";
import { Loading } from "../ui/loading";
import { readEarly } from "./api";
import { AppFrame } from "./app-frame";
import { Broken, NoSuchScreen } from "./broken";
import { InstrumentFrame } from "./instrument-frame";

function screen<Name extends string>(name: Name, load: () => Promise<Record<Name, ComponentType>>) {
  return lazy(async () => ({ default: (await load())[name] }));
}

// A phone that came to vote should not have to load the editor first.
const Conference = screen("Conference", () => import("../views/conference/conference"));
const DraftingRoom = screen("DraftingRoom", () => import("../views/drafting/drafting-room"));
const ProposeAmendment = screen("ProposeAmendment", () => import("../views/propose/propose-amendment"));
const loadTracker = () => import("../views/tracker/tracker");
const Tracker = screen("Tracker", loadTracker);
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

/** A certificate is anybody's to verify, years later too: nobody signs in for it. */
function WithoutSession() {
  return (
    <Suspense fallback={<Loading />}>
      <Verify />
    </Suspense>
  );
}

/** Begun beside asking who is signed in, and not one after the other. What a screen shows it reads by itself all the same. */
function early(begin: (instrument: string) => void) {
  return {
    loader: ({ params }: LoaderFunctionArgs) => {
      if (params.instrument) begin(params.instrument);
      return null;
    },
    shouldRevalidate: () => false,
  };
}

export function createRouter(client: QueryClient) {
  return createBrowserRouter([
    {
      path: "/app",
      element: <AppFrame />,
      errorElement: <Broken />,
      children: [
        { index: true, element: <Conference /> },
        { path: "record", element: <Record /> },
        { path: "for-you", element: <ForYou /> },
        { path: "reports", element: <Reports /> },
        { path: "reports/:report/:language", element: <ReportText /> },
        { path: "presence", element: <Presence /> },
        { path: "rules", element: <Rules /> },
        {
          path: ":instrument",
          element: <InstrumentFrame />,
          ...early((instrument) => readEarly(client, "instrument", { instrument })),
          children: [
            { index: true, element: <Navigate to="amendments" replace /> },
            { path: "draft/:language", element: <DraftingRoom /> },
            { path: "import/:language", element: <ImportText /> },
            {
              path: "amendments",
              element: <Tracker />,
              ...early((instrument) => {
                void loadTracker();
                readEarly(client, "amendments", { instrument });
              }),
            },
            { path: "amendments/import", element: <ImportAmendments /> },
            { path: "amendments/what-if", element: <WhatIf /> },
            { path: "amendments/:amendment/with/:other", element: <ThreeWay /> },
            { path: "amendments/:amendment", element: <AmendmentPage /> },
            { path: "amendments/:amendment/edit", element: <ProposeAmendment /> },
            { path: "desk", element: <Desk /> },
            { path: "vote", element: <Ballot /> },
            { path: "floor", element: <Floor /> },
            { path: "versions", element: <Versions /> },
          ],
        },
        { path: "*", element: <NoSuchScreen /> },
      ],
    },
    { path: "/app/verify", element: <WithoutSession />, errorElement: <Broken /> },
    { path: "*", element: <Navigate to="/app" replace /> },
  ]);
}
