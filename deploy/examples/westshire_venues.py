"""Where people meet in the fictional county of Westshire."""

from typing import Final

from events.models import Venue


def _venue(name: str, address: str, postcode: str, *, bus: str, access: str, loop: str) -> Venue:
    return Venue(
        name=name,
        address=address,
        postcode=postcode,
        travel=bus,
        step_free_access=access,
        hearing_loop=loop,
    )


CORN_EXCHANGE: Final = Venue(
    name="The Corn Exchange",
    address="Market Square\nWexbridge",
    postcode="WX1 1CE",
    travel="Ten minutes on foot from Wexbridge station. Buses 1, 4 and 7 stop in Market Square."
    " Castle Street car park is free until 2pm with a slip from the desk.",
    step_free_access="The entrance in Castle Street is step-free, and a lift goes to every floor."
    " Three parking spaces for blue badge holders are beside it.",
    hearing_loop="In the main hall and at the desk.",
    telephone="01632 960 145",
)
WORKSHOP_VENUES: Final = [
    _venue(
        "Harrowfold Town Hall",
        "High Street\nHarrowfold",
        "WX3 1AA",
        bus="Bus 12 from Wexbridge stops outside. Park behind the library, 300 metres away.",
        access="Step-free from the High Street; the hall is on the ground floor.",
        loop="In the hall.",
    ),
    CORN_EXCHANGE,
    _venue(
        "Stanmere Community Centre",
        "Mill Lane\nStanmere",
        "WX5 4DP",
        bus="Five minutes on foot from Stanmere station. There are 60 parking spaces.",
        access="Step-free throughout, with an accessible toilet.",
        loop="In both rooms.",
    ),
    _venue(
        "Eastmarsh Sailing Club",
        "The Quay\nEastmarsh",
        "WX9 2QY",
        bus="Bus 30 stops at The Quay. Park on the quay, free from October to March.",
        access="The room is on the first floor; there is a lift beside the main door.",
        loop="A portable one: tell us when you book.",
    ),
    _venue(
        "Addlestow Rugby Club",
        "Station Road\nAddlestow",
        "WX7 3BT",
        bus="Opposite Addlestow station. There are 100 parking spaces.",
        access="Step-free from the car park.",
        loop="In the club room.",
    ),
    _venue(
        "Brackenford Arts Centre",
        "Bridge Street\nBrackenford",
        "WX4 6LN",
        bus="Bus 21 stops in Bridge Street. Park in Weir Lane, two minutes on foot.",
        access="Step-free from Bridge Street, and a lift to the studio.",
        loop="In the studio.",
    ),
    _venue(
        "Little Orley Village Hall",
        "The Green\nLittle Orley",
        "WX8 5HJ",
        bus="No buses run here in the morning. There are 40 parking spaces."
        " Share a car if you can.",
        access="A ramp leads to the side door, beside the car park.",
        loop="None. Tell us what you need when you book.",
    ),
    _venue(
        "Penfold Green Leisure Centre",
        "Penfold Way\nPenfold Green",
        "WX6 2RS",
        bus="Buses 8 and 9 stop outside. Parking is free for three hours.",
        access="Step-free throughout, with an accessible toilet and a changing place.",
        loop="At the desk and in the meeting room.",
    ),
]
