"""What comes out of a printer: pages, texts, fonts."""
import re
import subprocess


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def check(path, known, least):
    """A PDF has pages of A4, the texts that are `known`, and brings its fonts along. Answers the pages."""
    about = run("pdfinfo", path)
    pages = int(re.search(r"Pages:\s+(\d+)", about)[1])
    assert pages >= least, f"{path}: {pages} pages"
    size = sorted(float(one) for one in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", about).groups())
    assert abs(size[0] - 595) < 2 and abs(size[1] - 842) < 2, f"{path}: {size} is not A4"
    # Lines are broken where there is room; the words are the same.
    plain = "".join(run("pdftotext", "-raw", path, "-").split())
    for text in known:
        assert "".join(text.split()) in plain, f"{path}: {text} is not there"
    fonts = run("pdffonts", path).splitlines()[2:]
    assert fonts, f"{path}: no fonts"
    for line in fonts:
        assert line.split()[-5] == "yes", f"{path}: a font that is not embedded: {line}"
    # Chromium takes CJK fonts apart into nameless outlines (Type 3), and no others.
    assert any("CJK" in line or "Type 3" in line for line in fonts), f"{path}: no Chinese font"
    return pages
