"""The questions that `cargo bench --bench siting` left, by HiGHS and by spopt with CBC.

    pip install numpy highspy spopt pulp

HiGHS gets the model that ours works on after its first step: demand with the same candidates is one row. Only its run is
timed, the model stands. spopt is timed as it is used: from the matrix of distances (made before) to the answer, and the
solver's part (writing the model for CBC, CBC, reading) is told apart. All must prove the optimum: no relative gap, and an
absolute one below 1, since objectives are whole numbers.
"""

import time

import exchange

numpy, highspy, pulp, locate = exchange.need("numpy highspy spopt pulp", "numpy highspy pulp spopt.locate")
INF = highspy.kHighsInf


class Columns:
    def __init__(self, number):
        self.people, start, self.rows, self.metres = (
            exchange.numbers(f"{number}_{name}") for name in ("people.u64", "start.u64", "rows.u32", "metres.u32")
        )
        self.people = self.people.astype("i8")
        self.candidate = numpy.repeat(numpy.arange(len(start) - 1), numpy.diff(start.astype("i8")))
        self.candidates = len(start) - 1

    def merged(self):
        """People by the set of candidates that serve them."""
        near = [[] for _ in self.people]
        for row, candidate in zip(self.rows.tolist(), self.candidate.tolist()):
            near[row].append(candidate)
        rows = {}
        for people, key in zip(self.people.tolist(), map(tuple, near)):
            if key:
                rows[key] = rows.get(key, 0) + people
        return rows

    def matrix(self, values, beyond):
        matrix = numpy.full((len(self.people), self.candidates), beyond, dtype=float)
        matrix[self.rows, self.candidate] = values
        return matrix


def model_of(columns, kind, count):
    """Sense, cost and rows (lower, upper, columns, values) of the usual models; the first columns are whole."""
    m = columns.candidates
    chosen = (-INF, float(count), list(range(m)), [1.0] * m)
    if kind == "mclp":
        merged = columns.merged()
        rows = [(-INF, 0.0, [m + k, *near], [1.0] + [-1.0] * len(near)) for k, near in enumerate(merged)]
        return highspy.ObjSense.kMaximize, [0.0] * m + list(map(float, merged.values())), rows + [chosen]
    if kind == "lscp":
        rows = [(1.0, INF, list(near), [1.0] * len(near)) for near in columns.merged()]
        return highspy.ObjSense.kMinimize, [1.0] * m, rows
    price, rows = columns.people[:, None] * columns.matrix(columns.metres, 0.0), [chosen]
    for row in range(len(columns.people)):
        base = m + row * m
        rows.append((1.0, 1.0, list(range(base, base + m)), [1.0] * m))
        rows += [(-INF, 0.0, [base + j, j], [1.0, -1.0]) for j in range(m)]
    return highspy.ObjSense.kMinimize, [0.0] * m + price.ravel().tolist(), rows


def highs(columns, kind, count, limit):
    sense, cost, rows = model_of(columns, kind, count)
    solver, lp = highspy.Highs(), highspy.HighsLp()
    for option, value in [("output_flag", False), ("time_limit", limit), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99)]:
        solver.setOptionValue(option, value)
    lp.num_col_, lp.num_row_, lp.sense_ = len(cost), len(rows), sense
    lp.col_cost_ = numpy.array(cost)
    lp.col_lower_, lp.col_upper_ = numpy.zeros(len(cost)), numpy.ones(len(cost))
    lp.row_lower_, lp.row_upper_ = (numpy.array([row[side] for row in rows]) for side in (0, 1))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.cumsum([0] + [len(row[2]) for row in rows])
    lp.a_matrix_.index_ = numpy.array([column for row in rows for column in row[2]])
    lp.a_matrix_.value_ = numpy.array([value for row in rows for value in row[3]])
    whole = [highspy.HighsVarType.kInteger] * columns.candidates
    lp.integrality_ = whole + [highspy.HighsVarType.kContinuous] * (len(cost) - columns.candidates)
    solver.passModel(lp)
    took, _ = exchange.timed(solver.run)
    info = solver.getInfo()
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return took, info.objective_function_value, proven, f"bound {info.mip_dual_bound:.0f}"


def spopt(columns, kind, count, limit):
    # Served or not is decided once, for all sides: 0 where a candidate serves, 1 where not.
    if kind == "median":
        matrix = columns.matrix(columns.metres, 20_000.0)
    else:
        matrix = columns.matrix(0.0, 1.0)
    solver = pulp.PULP_CBC_CMD(msg=False, timeLimit=limit, gapRel=0, gapAbs=0.99)
    build = 0.0

    def run():
        nonlocal build
        start = time.perf_counter()
        if kind == "mclp":
            model = locate.MCLP.from_cost_matrix(matrix, columns.people, 0.5, count)
        elif kind == "lscp":
            model = locate.LSCP.from_cost_matrix(matrix, 0.5)
        else:
            model = locate.PMedian.from_cost_matrix(matrix, columns.people, count)
        build = time.perf_counter() - start
        model.problem.solve(solver)
        return model.problem

    took, problem = exchange.timed(run)
    proven = problem.sol_status == pulp.LpSolutionOptimal
    value = pulp.value(problem.objective)
    return took, numpy.nan if value is None else value, proven, f"of which {build:.2f} s making the model"


def main():
    print(f"HiGHS {highspy.Highs().version()}, spopt {locate.__name__ and __import__('spopt').__version__}, pulp {pulp.__version__}", flush=True)
    ours = exchange.ours()
    questions = (exchange.FOLDER / "questions.tsv").read_text().splitlines()
    for number, line in enumerate(questions):
        name, kind, count, limit, we_proved = line.split("\t")
        columns, mine = Columns(number), ours[name]
        for title, solve in (("HiGHS", highs), ("spopt + CBC", spopt)):
            took, value, proven, note = solve(columns, kind, int(count), float(limit))
            exchange.beside(f"{name}: {title}", took, mine)
            same = "the same as ours" if round(value or 0) == round(mine[3]) else f"ours {mine[3]:.0f}"
            print(f"    {value:.0f} ({same}), {'proven' if proven else 'NOT proven'}, {note}", flush=True)
            assert not (proven and we_proved == "1") or round(value) == round(mine[3]), "optima differ"


main()
