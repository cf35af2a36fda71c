# The image of the action: one static program and nothing else.
#
#   tools/container.sh build    what CI calls; an ordinary `docker build .` does the same

FROM docker.io/library/rust:1.95-slim-bookworm AS build
WORKDIR /build
COPY . .
# Built small, for the one command that the action runs. The release's binaries are built by the same steps, fast and with
# all commands.
ARG PROFILE=image
ARG FEATURES=
# Without musl: glibc linked in, on whatever machine this stage runs. With `--target`, the flags stay away from build
# scripts and macros, which have to be dynamic. The toolchain's own linker packs relocations, which saves half a megabyte,
# and folds functions that are alike; leaving out the tables for unwinding, where nothing unwinds, saves another one.
# Messages of panics hold the names of the crates' files: without the folder of the registry.
RUN target="$(rustc -vV | sed -n 's/^host: //p')" \
    && lld="$(rustc --print sysroot)/lib/rustlib/$target/bin/gcc-ld" \
    && flags="-C target-feature=+crt-static -C link-arg=-B$lld -C link-arg=-fuse-ld=lld" \
    && flags="$flags -C link-arg=-Wl,-z,pack-relative-relocs -C link-arg=-Wl,--icf=all" \
    && flags="$flags --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=" \
    && if [ "$PROFILE" = image ]; then \
           flags="$flags -C link-arg=-Wl,--no-eh-frame-hdr -C link-arg=-Wl,-T,$PWD/tools/no-unwind.ld"; \
       fi \
    && RUSTFLAGS="$flags" \
       cargo build --profile "$PROFILE" --no-default-features --features "$FEATURES" --locked --bin hognose --target "$target" \
    && mkdir -p /image/tmp \
    && chmod 1777 /image/tmp \
    && cp "target/$target/$PROFILE/hognose" /image/hognose

FROM scratch
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="hognose" \
      org.opencontainers.image.description="Reviews a change to a Python project for the security weaknesses it introduces" \
      org.opencontainers.image.source="https://github.com/hognose/hognose" \
      org.opencontainers.image.documentation="https://github.com/hognose/hognose#on-github" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /image/ /
# No USER and no WORKDIR: the runner wants root for its files and sets the folder itself.
ENTRYPOINT ["/hognose"]
CMD ["action"]
