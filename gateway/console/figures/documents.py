"""The GraphQL documents of the pages of frozen figures."""

from __future__ import annotations

from typing import Final

FIGURES: Final = """
query Figures($year: Int, $indicator: String, $search: String, $all: Boolean) {
  figures(year: $year, indicator: $indicator, search: $search, withCorrected: $all) {
    digest indicator year version state at title { fr en } toReview { fr en }
  }
}
"""
INDICATORS: Final = """
query Indicators { indicators { name current { title unit number } target { year } } }
"""
FIGURE: Final = """
query Figure($digest: String!) {
  figure(digest: $digest) {
    digest indicator year version state correctedBy toReview { fr en } replaces purpose at
    title { fr en } content
    versions { digest version at whatChanged isCurrent }
  }
  purposes { code labelFr labelEn }
}
"""
PURPOSES: Final = """
query Purposes { purposes { code labelFr labelEn } }
"""
FREEZE: Final = """
mutation Freeze($input: FigureInput!, $dry: Boolean!) {
  freezeFigure(input: $input, dryRun: $dry) { figure { digest content } seen }
}
"""
CORRECT: Final = """
mutation Correct($digest: String!, $input: FigureCorrection!, $dry: Boolean! = false) {
  correctFigure(digest: $digest, input: $input, dryRun: $dry) { figure { digest content } seen }
}
"""
SEND: Final = """
mutation Send($figure: ID!, $to: String!) { sendDisputes(figure: $figure, to: $to) { applied } }
"""
CONTRACTORS: Final = """
query Contractors { mandates { inForce actions datasets mandatary { slug name } } }
"""
CHECK: Final = """
query Check($digest: String!) {
  documentCheck(digest: $digest) {
    kind figure digest at state correctedBy coverage toReview { fr en } bodies { name siren }
  }
}
"""
