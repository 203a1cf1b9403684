# A small image of the running service. It holds no key, no token and no study: those are mounted.
#   docker build -t restante .
#   docker run -v ./study:/study:ro -v restante-data:/data -e RESTANTE_TOKEN -e RESTANTE_OPERATOR_KEY_FILE=/run/secrets/operator.key restante
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/restante
COPY requirements.lock ./
RUN /opt/restante/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cli cli
COPY desk desk
COPY handlers handlers
COPY locales locales
COPY sealing sealing
COPY simulator simulator
COPY storage storage
COPY study study
# A server needs neither the desk nor the local Telegram, and must not have what opens a seal.
RUN /opt/restante/bin/pip install --no-cache-dir --no-deps . \
    && cd "$(/opt/restante/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
    && rm -r desk simulator sealing/unseal.py sealing/secret.py

FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin restante \
    && install -d -o restante -g restante -m 0700 /data
COPY --from=build /opt/restante /opt/restante
ENV PATH=/opt/restante/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER restante
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=5s --start-period=30s CMD ["restante", "health", "--data", "/data"]
ENTRYPOINT ["restante"]
CMD ["run", "/study/study.yaml", "--data", "/data"]
