# SPDX-FileCopyrightText: The Millrace authors
# SPDX-License-Identifier: Apache-2.0

FROM eclipse-temurin:17.0.16_8-jdk-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -Dquick -Dmaven.test.skip=true -pl app -am package

FROM eclipse-temurin:17.0.16_8-jre-noble
WORKDIR /opt/millrace
COPY --from=build /src/app/target/lib app/target/lib
COPY --from=build /src/app/target/millrace-app-*.jar app/target/
COPY --from=build /src/millrace ./
RUN useradd --system --create-home --uid 10001 millrace \
    && install -d -o millrace /var/lib/millrace \
    && ln -s /opt/millrace/millrace /usr/local/bin/millrace
USER millrace
# Where the state is to be kept: millrace run --state-dir /var/lib/millrace
VOLUME /var/lib/millrace
WORKDIR /var/lib/millrace
EXPOSE 8080
ENTRYPOINT ["millrace"]
CMD ["--help"]
