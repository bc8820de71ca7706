#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes core/nn/classical/goldens/*.json and core/eval/goldens/*.json with scikit-learn.

Run: /usr/bin/python3 tools/make_sklearn_goldens.py (Debian's python3-sklearn; made with 1.2.1; on a machine of its own, because it
brings Boost 1.74, which excludes the 1.81 that our server is built with). All data is drawn here from
seeded generators and rounded to three decimals; scikit-learn sees it as the float32 that our code sees.
"""
import json
import pathlib

import numpy as np
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities
from sklearn.metrics import (max_error, mean_absolute_error, mean_squared_error, pairwise_distances, r2_score,
                             roc_auc_score)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

ROOT = pathlib.Path(__file__).resolve().parent.parent / "core"


def as_float32(x):
    return np.round(x, 3).astype(np.float32).astype(np.float64)


def clouds(rng, rows, columns, classes, spread=1.0):
    """Gaussian clouds around random centres; row i belongs to class i % classes."""
    centres = rng.normal(0, 2.5, (classes, columns))
    labels = np.arange(rows) % classes
    return as_float32(centres[labels] + rng.normal(0, spread, (rows, columns))), labels


def plain(value):
    """Lists of numbers with twelve digits, more than any tolerance asks for."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value.ravel()]
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.12g}")
    return int(value) if isinstance(value, np.integer) else value


def write(folder, name, **values):
    path = ROOT / folder / "goldens" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(plain(values), separators=(",", ":")) + "\n")


def k_means(rng):
    x, _ = clouds(rng, 90, 3, 4, 1.6)
    start = x[:4]
    fit = KMeans(4, init=start, n_init=1, algorithm="lloyd").fit(x)
    write("nn/classical", "k_means", columns=3, x=x, start=start, labels=fit.labels_, centres=fit.cluster_centers_,
          inertia=fit.inertia_)


def k_nn(rng):
    x, labels = clouds(rng, 80, 4, 3, 2.0)
    test, _ = clouds(rng, 25, 4, 3, 2.0)
    values = {}
    for metric in ("euclidean", "manhattan"):
        fit = KNeighborsClassifier(5, metric=metric, algorithm="brute").fit(x, labels)
        distances, rows = fit.kneighbors(test)
        values[metric] = {"classes": fit.predict(test), "distances": distances, "rows": rows}
    write("nn/classical", "k_nn", columns=4, k=5, x=x, labels=labels, test=test, **values)


def pca(rng):
    x = as_float32(rng.normal(0, 1, (50, 6)) @ rng.normal(0, 1, (6, 6)))
    fit = PCA(4, svd_solver="full").fit(x)
    write("nn/classical", "pca", columns=6, x=x, mean=fit.mean_, components=fit.components_,
          variance=fit.explained_variance_, share=fit.explained_variance_ratio_, coordinates=fit.transform(x))


def t_sne(rng):
    x, labels = clouds(rng, 90, 6, 3)
    start = np.round(rng.normal(0, 1e-2, (90, 2)), 5)
    squared = pairwise_distances(x) ** 2
    p = squareform(_joint_probabilities(squared, 12.0, 0))
    fit = TSNE(2, perplexity=12.0, init=start, method="exact", learning_rate="auto", n_iter=1000)
    fit.fit(x)
    write("nn/classical", "t_sne", columns=6, perplexity=12.0, x=x, labels=labels, start=start, first_rows_of_p=p[:5],
          divergence=fit.kl_divergence_)


def tree_of(fit):
    t = fit.tree_
    return {"column": np.maximum(t.feature, -1), "threshold": t.threshold, "left": t.children_left,
            "right": t.children_right, "importances": fit.feature_importances_}


def the_only(make, x, y):
    """The tree of these rows, or None when it depends on how ties are broken."""
    fits = [make(max_depth=4, min_samples_leaf=8, random_state=seed).fit(x, y) for seed in range(10)]
    same = all(np.array_equal(t.tree_.threshold, fits[0].tree_.threshold) for t in fits)
    return tree_of(fits[0]) if same else None


def trees(rng):
    """Draws rows until no two questions are equally good."""
    classes = numbers = None
    while classes is None or numbers is None:
        x = as_float32(rng.normal(0, 2, (150, 4)))
        labels = (x[:, 0] + 0.5 * x[:, 1] * x[:, 2] + rng.normal(0, 1, 150) > 0.3).astype(int) + (x[:, 3] > 1.5)
        y = as_float32(np.sin(x[:, 0]) + 0.3 * x[:, 1] ** 2 + rng.normal(0, 0.1, 150))
        classes, numbers = the_only(DecisionTreeClassifier, x, labels), the_only(DecisionTreeRegressor, x, y)
    write("nn/classical", "tree", columns=4, x=x, labels=labels, y=y, classes=classes, numbers=numbers)


def forest(rng):
    x, labels = clouds(rng, 300, 6, 3, 3.0)
    test, truth = x[200:], labels[200:]
    accuracy, out_of_bag, importances = [], [], []
    for seed in range(20):
        fit = RandomForestClassifier(60, oob_score=True, random_state=seed).fit(x[:200], labels[:200])
        accuracy.append(fit.score(test, truth))
        out_of_bag.append(fit.oob_score_)
        importances.append(fit.feature_importances_)
    write("nn/classical", "forest", columns=6, trees=60, x=x, labels=labels, training_rows=200,
          accuracy=accuracy, out_of_bag=out_of_bag, importances=np.mean(importances, axis=0),
          importances_deviation=np.std(importances, axis=0))


def logistic(rng):
    values = {}
    for name, classes in (("two", 2), ("three", 3)):
        x, labels = clouds(rng, 60, 4, classes, 2.5)
        fit = LogisticRegression(C=0.7, tol=1e-9, max_iter=300, solver="newton-cg").fit(x, labels)
        values[name] = {"x": x, "labels": labels, "weights": np.c_[fit.coef_, fit.intercept_],
                        "chances": fit.predict_proba(x[:10])}
    rare = np.r_[np.arange(0, 60, 2), np.arange(1, 20, 2)]  # 30 of one class, 10 of the other
    x, labels = values["two"]["x"][rare], values["two"]["labels"][rare]
    fit = LogisticRegression(C=0.7, tol=1e-9, max_iter=300, solver="newton-cg", class_weight="balanced").fit(x, labels)
    values["rare"] = {"x": x, "labels": labels, "weights": np.c_[fit.coef_, fit.intercept_],
                      "chances": fit.predict_proba(x[:10])}
    write("nn/classical", "logistic", columns=4, c=0.7, **values)


def anomaly(rng):
    truth = (np.arange(120) % 3 == 0).astype(int)
    ties = np.round(rng.normal(0, 1, 120) + truth, 1)
    plain_scores = np.round(rng.normal(0, 1, 120) + 0.7 * truth, 6)
    sets = {}
    for name, scores in (("with_ties", ties), ("without_ties", plain_scores)):
        sets[name] = {"scores": scores, "auc": roc_auc_score(truth, scores),
                      "partial": {str(f): roc_auc_score(truth, scores, max_fpr=f) for f in (0.1, 0.05, 0.33)}}
    write("eval", "anomaly", truth=truth, **sets)


def regression(rng):
    truth = np.round(rng.normal(20, 5, (40, 2)), 3)
    said = np.round(truth + rng.normal(0.3, [1.0, 3.0], (40, 2)), 3)
    targets = [{"mae": mean_absolute_error(t, s), "rmse": mean_squared_error(t, s) ** 0.5, "r2": r2_score(t, s),
                "max_error": max_error(t, s)} for t, s in zip(truth.T, said.T)]
    write("eval", "regression", truth=truth, said=said, targets=targets)


def main():
    for seed, make in enumerate((k_means, k_nn, pca, t_sne, trees, forest, logistic, anomaly, regression)):
        make(np.random.RandomState(100 + seed))


if __name__ == "__main__":
    main()
