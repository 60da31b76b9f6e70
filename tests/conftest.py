"""What every test may ask for. The environment itself is made in environment.py, which pytest loads first."""

from hypothesis import HealthCheck, settings

# "ci" finds the same examples in every run; "thorough" goes with the marker of the same name.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=10_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")
