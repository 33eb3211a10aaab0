"""What the forecast of a plan's number is held to (src/analysis/plan/forecast.rs): needs scipy."""

from datetime import date

from scipy.stats import linregress, t

VALUES = [3.64, 3.92, 4.05, 4.31, 4.42]
first = date(2020, 12, 31)
xs = [(date(2020 + n, 12, 31) - first).days / 365.2425 for n in range(len(VALUES))]
x = (date(2025, 12, 31) - first).days / 365.2425
line = linregress(xs, VALUES)
value = line.intercept + line.slope * x
n = len(xs)
mean = sum(xs) / n
left = sum((y - line.intercept - line.slope * at) ** 2 for at, y in zip(xs, VALUES))
spread = sum((at - mean) ** 2 for at in xs)
half = t.ppf(0.95, n - 2) * (left / (n - 2)) ** 0.5 * (1 + 1 / n + (x - mean) ** 2 / spread) ** 0.5
print(", ".join(f"{number:.6f}" for number in (value, line.slope, value - half, value + half)))
print(", ".join(f"{t.ppf(0.95, freedom):.6f}" for freedom in range(1, 31)))
