// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice A European option packed in one word: market (32) | expiry (40) | strike (128) | zero (55) | put (1).
/// @dev Strike is 18-decimal fixed point in quote per base; expiry is UNIX seconds. Ids are unique by construction.
type SeriesId is uint256;

using {equals as ==, differs as !=, market, expiry, strike, isPut, isValid} for SeriesId global;

/// @notice The unused bits of an id are not zero, or strike or expiry is.
error InvalidSeries(uint256 id);

uint256 constant RESERVED = ((1 << 55) - 1) << 1;

function seriesId(uint32 market_, uint40 expiry_, uint128 strike_, bool put) pure returns (SeriesId) {
    return SeriesId.wrap(
        (uint256(market_) << 224) | (uint256(expiry_) << 184) | (uint256(strike_) << 56) | (put ? 1 : 0)
    );
}

function equals(SeriesId a, SeriesId b) pure returns (bool) {
    return SeriesId.unwrap(a) == SeriesId.unwrap(b);
}

function differs(SeriesId a, SeriesId b) pure returns (bool) {
    return SeriesId.unwrap(a) != SeriesId.unwrap(b);
}

function market(SeriesId id) pure returns (uint32) {
    return uint32(SeriesId.unwrap(id) >> 224);
}

function expiry(SeriesId id) pure returns (uint40) {
    return uint40(SeriesId.unwrap(id) >> 184);
}

function strike(SeriesId id) pure returns (uint128) {
    return uint128(SeriesId.unwrap(id) >> 56);
}

function isPut(SeriesId id) pure returns (bool) {
    return SeriesId.unwrap(id) & 1 == 1;
}

function isValid(SeriesId id) pure returns (bool) {
    return SeriesId.unwrap(id) & RESERVED == 0 && id.strike() != 0 && id.expiry() != 0;
}
