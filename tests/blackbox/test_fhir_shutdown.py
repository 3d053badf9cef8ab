"""The service is told to end while calls wait for a FHIR server that hangs: it ends well, and not later than it says."""

import time
import unittest

from service import GUIDELINES, SERVICE_ID, Service, patient  # first: it makes the test tools importable

from cds_client import begin_calls  # noqa: I001
from fhir_faults import Fault
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request

CALLS = 4
SECONDS_TO_DRAIN = 10  # that calls under way are given
MARGIN = 5


class Shutdown(unittest.TestCase):

    def end_while_waiting(self, deadline_ms: int) -> tuple[list[int | None], float]:
        """The status of each call, None if it was cut off, and how long the service took to end."""
        record = patient("V03")
        service = Service(GUIDELINES[0], "--fhir-deadline", str(deadline_ms))
        with FhirServer(record.store, faults={"*": Fault.HANG}) as fhir:
            request = hook_request(service.order_sign(), record, mode=Mode.FHIR, fhir_access=FhirAccess(fhir.base_url))
            calls, statuses = begin_calls(service.client, SERVICE_ID, request, CALLS)
            while len(fhir.requests_for("Observation")) < CALLS:
                time.sleep(0.01)
            started = time.monotonic()
            service.stop()  # raises if it does not end well
            seconds = time.monotonic() - started
            for thread in calls:
                thread.join()
        return statuses, seconds

    def test_calls_that_end_in_time_are_answered(self) -> None:
        statuses, seconds = self.end_while_waiting(1000)
        self.assertEqual(statuses, [412] * CALLS)
        self.assertLess(seconds, 1 + MARGIN)

    def test_calls_that_do_not_are_cut_off(self) -> None:
        statuses, seconds = self.end_while_waiting(1000 * (SECONDS_TO_DRAIN + 20))
        self.assertEqual(statuses, [None] * CALLS)
        self.assertLess(seconds, SECONDS_TO_DRAIN + MARGIN)


if __name__ == "__main__":
    unittest.main()
