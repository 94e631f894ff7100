// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    ExitTerms,
    Liquidity,
    OracleTerms,
    Scenario,
    SettlementTerms,
    SpokeConfig,
    Thresholds
} from "../types/Config.sol";
import {ChangePath, Family, ParameterKey, Rule} from "../types/Parameter.sol";

/// @title The one mechanism for every governed number
/// @notice Bounds hold whoever changes a value; step, cooldown and drift bind the steward; the direction of risk and a limit
/// bind the guardian. The table of rules is contracts/risk/parameters.json at deployment; a vote changes it as slowly as
/// bounds are changed.
interface IParameterRules {
    /// @notice A field was set outside its bounds.
    error OutOfBounds(ParameterKey key, uint256 value, uint256 min, uint256 max);
    error Frozen(ParameterKey key);
    /// @notice No rule names the field.
    error UnknownField(ParameterKey key);
    /// @notice A step is larger than the rule allows (0: the field is not the steward's).
    error StepTooLarge(ParameterKey key, uint256 step, uint256 limit);
    error TooSoon(ParameterKey key, uint256 time, uint256 from);
    /// @notice The steps of this window would sum up to more than half the drift, or less than nothing is left.
    error DriftSpent(ParameterKey key, uint256 drift, uint256 limit);
    /// @notice The guardian may move the field towards less risk only, and no further than its limit.
    error NotGuardians(ParameterKey key, uint256 value, uint256 limit);
    /// @notice So many queued proposals name the field: neither steward nor guardian touches it.
    error Held(ParameterKey key, uint256 holds);
    /// @notice Whoever changes values is the steward, the guardian, or the admin whose votes are.
    error NoPath(address actor);
    /// @notice A rule contradicts itself.
    error InvalidRule(Family family, uint256 field);

    event RulesSet(Family indexed family, Rule[] rules);
    event ActorsSet(address steward, address guardian);
    /// @notice A proposal that names the field was queued, executed or cancelled: so many wait now.
    event HoldsChanged(ParameterKey indexed key, uint48 holds);

    /// @notice What a field has seen of steward and guardian.
    /// @param changedAt last change by one of them
    /// @param windowStart first change of the window that `drift` counts
    /// @param holds queued proposals that name it and keep both away
    /// @param tightenedAt last change by the guardian, which waits for nobody's steps but its own
    struct Track {
        uint48 changedAt;
        uint48 windowStart;
        uint48 holds;
        uint128 drift;
        uint48 tightenedAt;
    }

    /// @notice Sets all rules of a family, in the order of its fields.
    function setRules(Family family, Rule[] calldata rules) external;
    /// @notice Names who changes values on the paths of steward and guardian.
    function setActors(address steward, address guardian) external;
    /// @notice Keeps steward and guardian from fields that a proposal names, from its queueing on; a key as often as it is named.
    function hold(ParameterKey[] calldata keys) external;
    /// @notice Undoes a hold of the same keys, once the proposal is executed or cancelled; what is not held stays so.
    function release(ParameterKey[] calldata keys) external;
    /// @notice Refuses a change that the rules do not allow its actor, and counts it.
    /// @return path of the actor
    /// @return ramp seconds over which the change takes effect
    function admit(ParameterKey key, uint256 old, uint256 value, address actor)
        external
        returns (ChangePath path, uint32 ramp);

    /// @notice Refuses first values outside their bounds.
    function requireWithin(ParameterKey key, uint256[] calldata values) external view;
    /// @notice Refuses a snapshot of a spoke that breaks a rule between its values, or whose way out takes longer than an upgrade
    /// waits (IRiskParameters.CrossRule).
    /// @param liquidity of each market of the snapshot, in its order
    function requireSnapshot(
        SpokeConfig calldata config,
        ExitTerms calldata exit,
        Liquidity[] calldata liquidity
    ) external view;
    /// @notice Refuses terms of a new market outside their hard ranges (IRiskParameters.OutOfRange, CrossRule).
    function requireNewMarket(uint32 market, uint8 baseDecimals, uint8 quoteDecimals, uint128 lot)
        external
        view;
    /// @notice The same for what the hub knows of a market.
    function requireMarket(
        OracleTerms calldata oracle,
        SettlementTerms calldata settlement,
        Thresholds calldata thresholds,
        Scenario[] calldata scenarios
    ) external view;
    /// @notice The path of an actor by its name; that of votes is admitted from the admin alone.
    function pathOf(address actor) external view returns (ChangePath);
    function ruleOf(ParameterKey key) external view returns (Rule memory);
    function rulesOf(Family family) external view returns (Rule[] memory);
    function trackOf(ParameterKey key) external view returns (Track memory);
    /// @notice What a change of `actor` counts as: of steward and guardian what `named` says; of the timelock, also through the
    /// AccessManager, the operation that it is executing; else 0.
    function operationOf(address actor, bytes32 named) external view returns (bytes32);
}
