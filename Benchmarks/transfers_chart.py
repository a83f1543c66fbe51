"""The chart of Benchmarks/transfers-peers."""
import html
import statistics

WIDTH, LEFT, RIGHT, BAR = 920, 110, 330, 16
STYLE = """<style>
.back{fill:#ffffff}.text{fill:#24292f}.faint{fill:#57606a}.own{fill:#1a7f37}.bar{fill:#8c959f}
@media (prefers-color-scheme:dark){.back{fill:#0d1117}.text{fill:#e6edf3}.faint{fill:#8b949e}.own{fill:#3fb950}.bar{fill:#6e7681}}
</style>"""


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def svg(charts, subtitle, own):
    """One group of bars for each case, with the clients in the order of their speed.

    Each chart is a title, the units of speed and processor time, and for each client its name, its speeds, its processor times
    and the largest resident memory.
    """
    parts, y = [], 64
    for title, (speed_unit, processor_unit), clients in charts:
        parts.append(f'<text class="text" x="16" y="{y}" font-weight="600">{html.escape(title)}</text>')
        y += 10
        rows = sorted(((name, statistics.median(speeds), statistics.median(used), peak) for name, speeds, used, peak in clients),
                      key=lambda row: -row[1])
        most = rows[0][1]
        for name, speed, used, peak in rows:
            length = max(1.0, speed / most * (WIDTH - LEFT - RIGHT))
            kind = "own" if name == own else "bar"
            label = f"{number(speed)} {speed_unit} · {number(used)} {processor_unit} · {peak / 1e6:.0f} MB"
            parts.append(f'<text class="text" x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{html.escape(name)}</text>'
                         f'<rect class="{kind}" x="{LEFT}" y="{y + 1}" width="{length:.1f}" height="{BAR - 4}"/>'
                         f'<text class="faint" x="{LEFT + length + 8:.1f}" y="{y + 12}">{html.escape(label)}</text>')
            y += BAR
        y += 26
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" font-family="system-ui, sans-serif" '
            f'font-size="12">\n<title>Transfers: speed, processor time and memory of S3 clients</title>\n{STYLE}\n'
            f'<rect class="back" width="{WIDTH}" height="{y}"/>\n'
            '<text class="text" x="16" y="22" font-size="15">Transfers: speed (bars), processor time and peak memory of the client</text>\n'
            f'<text class="faint" x="16" y="40">{html.escape(subtitle)}</text>\n')
    return head + "\n".join(parts) + "\n</svg>\n"
