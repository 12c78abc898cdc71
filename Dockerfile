# SPDX-License-Identifier: GPL-3.0-or-later
# The site and the command line in one image: `docker build .`, or better `docker compose up` (docs/neo4j.md).

# The optional Codex look of the site.
FROM node:22.16.0-bookworm-slim AS assets
WORKDIR /assets
COPY web/assets/.npmrc web/assets/package.json web/assets/package-lock.json ./
RUN npm ci --ignore-scripts --no-fund --no-audit

# Everything that is installed, in one virtual environment.
FROM python:3.12.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/partnerships
COPY requirements.lock ./
RUN /opt/partnerships/bin/python -m pip install --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY graph graph
COPY loaders loaders
COPY queries queries
COPY web web
COPY docs/methods docs/methods
COPY scripts/assets.py scripts/assets.py
COPY --from=assets /assets/node_modules web/assets/node_modules
RUN /opt/partnerships/bin/python -c "import sys; sys.path.insert(0, 'scripts'); import assets; assets.copy()"
RUN /opt/partnerships/bin/python -m pip install --no-deps --no-build-isolation .

# What runs: no compiler, no npm, no source tree, no root.
FROM python:3.12.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin partnerships
COPY --from=build /opt/partnerships /opt/partnerships
ENV PATH=/opt/partnerships/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PARTNERSHIPS_CACHE=/tmp/partnerships
WORKDIR /tmp
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
# One process, since each holds a whole snapshot of the network; its threads share it.
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--threads", "8", "--worker-tmp-dir", "/tmp", "--no-control-socket", "--timeout", "60", "web.site.server:application()"]
