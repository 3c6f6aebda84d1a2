import { Link } from "react-router";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { QuorumMeter } from "../../ui/tally-bar";
import { PendingPoint } from "../meeting/points";
import { Proceedings } from "../meeting/proceedings";
import { TextSponsors } from "../meeting/sponsors-of-text";
import { OwnSeat } from "../presence/own-seat";
import { Speakers } from "./speakers";
import { WithMeeting } from "./with-meeting";

/** The delegate's screen in a debate: the clock, the list, and asking for the floor. */
export function Floor() {
  const { t } = useTranslation("meeting");
  const slug = useInstrumentSlug();
  const instrument = useApi("instrument", { instrument: slug });
  return (
    <Await of={instrument}>
      {(data) => (
        <div className="page floor">
          <OwnSeat />
          <QuorumMeter
            present={data.body.present}
            members={data.body.members}
            needed={data.body.decisionQuorum}
          />
          <p>
            <Link to="/app/presence">{t("delegations")}</Link>
          </p>
          <WithMeeting instrument={data}>
            {(read) => (
              <>
                <PendingPoint meeting={read.meeting} />
                <Speakers read={read} />
                <Proceedings meeting={read.meeting} instrument={data} isPointAbove />
                <TextSponsors instrument={data} />
              </>
            )}
          </WithMeeting>
        </div>
      )}
    </Await>
  );
}
