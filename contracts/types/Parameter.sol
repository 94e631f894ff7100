// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice The governed structs of types/Config, each a row of 32-byte fields.
enum Family {
    HEDGE_BAND,
    HEDGE_LIMITS,
    ORACLE,
    SETTLEMENT,
    SPOKE,
    THRESHOLDS,
    MANDATE,
    VENUE,
    LIQUIDITY,
    EXIT,
    GAMMA,
    SURFACE
}

/// @notice Which way a field adds risk. NONE: neither way is safe (execution limits, oracle windows), so no guardian moves it.
enum Direction {
    NONE,
    UP,
    DOWN
}

/// @notice Who changed a value: a vote through the timelock, the steward's small steps, or the guardian towards less risk.
enum ChangePath {
    VOTE,
    STEWARD,
    GUARDIAN
}

/// @notice Names one governed number: family (8 bits), field (8), market (32), spoke (64), venue (32), from the top.
type ParameterKey is bytes32;

using {family, field, market, spoke, venue, terms, isCanonical} for ParameterKey global;

/// @notice The key of a field; parts that its family does not use are zero.
function parameterKey(Family family_, uint8 field_, uint32 market_, uint64 spoke_, uint32 venue_)
    pure
    returns (ParameterKey)
{
    return ParameterKey.wrap(
        bytes32(
            uint256(uint8(family_)) << 248 | uint256(field_) << 240 | uint256(market_) << 208
                | uint256(spoke_) << 144 | uint256(venue_) << 112
        )
    );
}

/// @notice Reverts (panic 0x21) for a family that does not exist.
function family(ParameterKey key) pure returns (Family) {
    return Family(uint8(uint256(ParameterKey.unwrap(key)) >> 248));
}

function field(ParameterKey key) pure returns (uint8) {
    return uint8(uint256(ParameterKey.unwrap(key)) >> 240);
}

function market(ParameterKey key) pure returns (uint32) {
    return uint32(uint256(ParameterKey.unwrap(key)) >> 208);
}

function spoke(ParameterKey key) pure returns (uint64) {
    return uint64(uint256(ParameterKey.unwrap(key)) >> 144);
}

function venue(ParameterKey key) pure returns (uint32) {
    return uint32(uint256(ParameterKey.unwrap(key)) >> 112);
}

/// @notice Key of the first field of the same struct.
function terms(ParameterKey key) pure returns (ParameterKey) {
    return ParameterKey.wrap(ParameterKey.unwrap(key) & ~bytes32(uint256(0xff) << 240));
}

/// @notice Whether the key is the one name of its field: what its family does not use is zero.
function isCanonical(ParameterKey key) pure returns (bool) {
    Family group = key.family();
    bool everywhere = group == Family.ORACLE || group == Family.SETTLEMENT || group == Family.THRESHOLDS
        || group == Family.MANDATE || group == Family.GAMMA || group == Family.SURFACE;
    ParameterKey name = parameterKey(
        group,
        key.field(),
        group == Family.SPOKE || group == Family.EXIT ? 0 : key.market(),
        everywhere ? 0 : key.spoke(),
        group == Family.VENUE ? key.venue() : 0
    );
    return ParameterKey.unwrap(name) == ParameterKey.unwrap(key);
}

/// @notice One field set to a value.
/// @param expected what the field was when this was decided
/// @param tolerance how far it may have moved since
struct Change {
    ParameterKey key;
    uint256 value;
    uint256 expected;
    uint256 tolerance;
}

/// @notice What limits one field of a family.
/// @param min least value, whoever sets it
/// @param max largest value
/// @param guardianLimit how far the guardian may take it against the direction of risk
/// @param step largest change of the steward; 0: the steward does not touch it
/// @param drift sum of the steward's changes in any window
/// @param cooldown seconds between two changes by steward or guardian
/// @param window seconds
/// @param ramp seconds over which a change takes effect; of thresholds of liquidation alone
/// @param relative step and drift are shares of the value, 18 decimals; else units of it
/// @param risk which way risk lies
/// @param frozen nobody changes it before a vote has set the rule anew
struct Rule {
    uint256 min;
    uint256 max;
    uint256 guardianLimit;
    uint128 step;
    uint128 drift;
    uint32 cooldown;
    uint32 window;
    uint32 ramp;
    bool relative;
    Direction risk;
    bool frozen;
}
