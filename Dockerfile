# The copilot with everything that needs no torch, in two steps: what is built stays, what builds does not.
FROM python:3.11-slim-bookworm AS built
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_LINK_MODE=copy
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY requirements requirements
RUN python -m venv /opt/plant \
    && awk '/^[a-z]/ { ours = /^uv==/ } ours' requirements/base.lock >/tmp/uv.txt \
    && /opt/plant/bin/pip install --quiet --require-hashes -r /tmp/uv.txt \
    && /opt/plant/bin/uv pip install --python /opt/plant/bin/python --no-cache --compile-bytecode \
        --no-deps --require-hashes -r requirements/extras.lock
COPY . .
RUN /opt/plant/bin/uv pip install --python /opt/plant/bin/python --no-cache --compile-bytecode \
        --no-deps --no-build-isolation . \
    && /opt/plant/bin/uv pip uninstall --python /opt/plant/bin/python uv hatchling

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 plant \
    && useradd --uid 10001 --gid plant --no-create-home --home-dir /data --shell /usr/sbin/nologin plant \
    && install -d -o plant -g plant -m 0750 /data
COPY --from=built /opt/plant /opt/plant
# /tmp is where files are read apart and fonts are cached; all that is kept is in /data.
ENV PATH=/opt/plant/bin:$PATH PLANT_HOME=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    NUMBA_CACHE_DIR=/tmp/numba MPLCONFIGDIR=/tmp/matplotlib
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD \
    ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["plant-copilot"]
CMD ["serve", "--host", "0.0.0.0"]
