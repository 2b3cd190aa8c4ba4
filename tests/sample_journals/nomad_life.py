"""Where the nomad lives and when, what things cost there, who her clients are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

START = Date(2024, 1, 1)


@dataclass(frozen=True)
class Place:
    """Where she lives from a day on, and what things cost there."""

    since: Date
    city: str
    currency: str
    rent: str
    landlord: str
    desk: str
    desk_at: str
    groceries: tuple[int, int]
    meal: tuple[int, int]
    cash: int  # what she takes from the cash machine
    shops: Sequence[str]
    kitchens: Sequence[str]
    rides: str
    step: str  # prices are multiples of it


BERLIN_SHOPS = ("Bäckerei Sonnenallee", "Bioladen am Kanal", "Spätkauf Nord")
BERLIN_KITCHENS = ("Imbiss Kreuzweg", "Café Morgenrot", "Zur Linde")
PLACES = (
    Place(
        START,
        "Berlin",
        "EUR",
        "690.00",
        "WG Lenau, Jonas",
        "120.00",
        "Hinterhof Studio",
        (14, 46),
        (8, 27),
        60,
        BERLIN_SHOPS,
        BERLIN_KITCHENS,
        "Tickets",
        "0.01",
    ),
    Place(
        Date(2024, 4, 2),
        "London",
        "GBP",
        "880.00",
        "Mrs. Whitcombe",
        "145.00",
        "The Ropewalk Desks",
        (12, 42),
        (9, 31),
        40,
        ("Dalston Grocer", "Canal Market", "Hobson & Daughters"),
        ("The Tin Kettle", "Noodle Bar 88", "The Old Ferry"),
        "Travel card",
        "0.01",
    ),
    Place(
        Date(2024, 7, 2),
        "New York",
        "USD",
        "1450.00",
        "Sublet from Ruth",
        "180.00",
        "Loft 9 Coworking",
        (18, 58),
        (13, 42),
        80,
        ("Bodega on Ash St", "Union Greens", "Fulton Pantry"),
        ("Dumpling Yard", "Corner Slice", "Cafe Lorca"),
        "Subway",
        "0.01",
    ),
    Place(
        Date(2024, 10, 3),
        "Chiang Mai",
        "THB",
        "11500.00",
        "Baan Suan Apartments",
        "2900.00",
        "Mango Tree Desks",
        (150, 720),
        (60, 340),
        4000,
        ("ตลาดเช้า", "Tops Corner", "Rim Ping Garden"),
        ("ข้าวซอยป้านวล", "Mango Tree Café", "Night market"),
        "Scooter hire",
        "5.00",
    ),
)

# Client, currency, title, least and most, in which months of the year an invoice is written, days until it is paid.
CLIENTS = (
    ("Fable-Press", "GBP", "Fable Press", "Cover and six plates", 1350, 2250, (1, 3, 4, 6, 8, 9, 11, 12), (14, 33)),
    ("Harper-Lane", "USD", "Harper Lane Studio", "Storyboard", 1800, 3100, (2, 4, 5, 7, 8, 10, 12), (9, 24)),
    ("Verlag-am-Fluss", "EUR", "Verlag am Fluss", "Illustrationen", 1100, 2000, (2, 6, 10), (20, 44)),
)
RATES = {"GBP": "1.1534", "USD": "0.9062", "THB": "0.02641"}  # in euros, at the start
FLIGHTS = (
    (Date(2024, 3, 30), "Meridian Air", "Berlin to London", "EUR", "128.40"),
    (Date(2024, 6, 29), "Meridian Air", "London to New York", "GBP", "356.20"),
    (Date(2024, 9, 28), "Pacific Arrow", "New York to Chiang Mai by Tokyo", "USD", "812.60"),
    (Date(2025, 3, 29), "Pacific Arrow", "Chiang Mai to Berlin", "THB", "19450.00"),
)
