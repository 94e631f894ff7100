// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IGimbalTimelock} from "../interfaces/IGimbalTimelock.sol";
import {IParameterRules} from "../interfaces/IParameterRules.sol";
import {ChangePath, Direction, Family, ParameterKey, Rule} from "../types/Parameter.sol";
import {
    ExitTerms,
    Liquidity,
    OracleTerms,
    Scenario,
    SettlementTerms,
    SpokeConfig,
    Thresholds
} from "../types/Config.sol";
import {ExitRules} from "./ranges/ExitRules.sol";
import {LiquidityRules} from "./ranges/LiquidityRules.sol";
import {MarketRange} from "./ranges/MarketRange.sol";
import {MarketRules} from "./ranges/MarketRules.sol";
import {SnapshotRules} from "./ranges/SnapshotRules.sol";
import {StewardStep} from "./StewardStep.sol";

/// @title ParameterRules
contract ParameterRules is IParameterRules, AccessManagedUpgradeable, UUPSUpgradeable {
    using StewardStep for Track;

    struct Init {
        address timelock;
    }

    /// @custom:storage-location erc7201:gimbal.storage.ParameterRules
    struct RuleStorage {
        address steward;
        address guardian;
        mapping(Family family => Rule[]) rules;
        mapping(ParameterKey key => Track) tracks;
        IGimbalTimelock timelock;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.ParameterRules")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xdc072fea0b248dd555de105494707fc0f893275bd4280edc03c1fa179e1a0300;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        _storage().timelock = IGimbalTimelock(init.timelock);
    }

    /// @inheritdoc IParameterRules
    function setRules(Family family, Rule[] calldata rules) external restricted {
        RuleStorage storage $ = _storage();
        delete $.rules[family];
        for (uint256 i; i < rules.length; i++) {
            if (!_isSound(rules[i])) revert InvalidRule(family, i);
            $.rules[family].push(rules[i]);
        }
        emit RulesSet(family, rules);
    }

    /// @inheritdoc IParameterRules
    function setActors(address steward, address guardian) external restricted {
        RuleStorage storage $ = _storage();
        ($.steward, $.guardian) = (steward, guardian);
        emit ActorsSet(steward, guardian);
    }

    /// @inheritdoc IParameterRules
    function hold(ParameterKey[] calldata keys) external restricted {
        for (uint256 i; i < keys.length; i++) {
            emit HoldsChanged(keys[i], ++_storage().tracks[keys[i]].holds);
        }
    }

    /// @inheritdoc IParameterRules
    function release(ParameterKey[] calldata keys) external restricted {
        for (uint256 i; i < keys.length; i++) {
            Track storage track = _storage().tracks[keys[i]];
            // Whatever a vote did to the count: a release that fails would leave an operation nobody executes or cancels.
            if (track.holds != 0) emit HoldsChanged(keys[i], --track.holds);
        }
    }

    /// @inheritdoc IParameterRules
    function admit(ParameterKey key, uint256 old, uint256 value, address actor)
        external
        restricted
        returns (ChangePath path, uint32 ramp)
    {
        // A second name of a field would have a track of its own: no cooldown, no drift, no hold.
        if (!key.isCanonical()) revert UnknownField(key);
        Rule memory rule = ruleOf(key);
        if (rule.frozen) revert Frozen(key);
        _requireWithin(key, rule, value);
        path = pathOf(actor);
        if (path == ChangePath.VOTE) {
            _requireAdmin(actor);
            return (path, rule.ramp);
        }
        Track storage track = _storage().tracks[key];
        if (track.holds != 0) revert Held(key, track.holds);
        if (path == ChangePath.STEWARD) track.take(rule, key, old, value);
        else _tighten(track, rule, key, old, value);
        return (path, rule.ramp);
    }

    /// @inheritdoc IParameterRules
    function requireWithin(ParameterKey key, uint256[] calldata values) external view {
        Rule[] storage rules = _storage().rules[key.family()];
        if (rules.length != values.length) revert UnknownField(key);
        for (uint256 i; i < values.length; i++) {
            bytes32 place = ParameterKey.unwrap(key) | bytes32(i << 240);
            _requireWithin(ParameterKey.wrap(place), rules[i], values[i]);
        }
    }

    /// @inheritdoc IParameterRules
    function requireSnapshot(
        SpokeConfig calldata config,
        ExitTerms calldata exit,
        Liquidity[] calldata liquidity
    ) external view {
        SnapshotRules.check(config);
        ExitRules.check(config.terms, exit, _storage().timelock);
        for (uint256 i; i < config.markets.length; i++) {
            LiquidityRules.check(liquidity[i], config.markets[i].band, config.markets[i].limits);
        }
    }

    /// @inheritdoc IParameterRules
    function requireNewMarket(uint32 market, uint8 baseDecimals, uint8 quoteDecimals, uint128 lot)
        external
        pure
    {
        MarketRange.check(market, baseDecimals, quoteDecimals, lot);
    }

    /// @inheritdoc IParameterRules
    function requireMarket(
        OracleTerms calldata oracle,
        SettlementTerms calldata settlement,
        Thresholds calldata thresholds,
        Scenario[] calldata scenarios
    ) external pure {
        MarketRules.check(oracle, settlement, thresholds, scenarios);
    }

    /// @inheritdoc IParameterRules
    function pathOf(address actor) public view returns (ChangePath) {
        RuleStorage storage $ = _storage();
        if (actor == $.steward) return ChangePath.STEWARD;
        return actor == $.guardian ? ChangePath.GUARDIAN : ChangePath.VOTE;
    }

    /// @inheritdoc IParameterRules
    function ruleOf(ParameterKey key) public view returns (Rule memory) {
        Rule[] storage rules = _storage().rules[key.family()];
        if (key.field() >= rules.length) revert UnknownField(key);
        return rules[key.field()];
    }

    /// @inheritdoc IParameterRules
    function rulesOf(Family family) external view returns (Rule[] memory) {
        return _storage().rules[family];
    }

    /// @inheritdoc IParameterRules
    function trackOf(ParameterKey key) external view returns (Track memory) {
        return _storage().tracks[key];
    }

    /// @inheritdoc IParameterRules
    function operationOf(address actor, bytes32 named) external view returns (bytes32) {
        if (pathOf(actor) != ChangePath.VOTE) return named;
        IGimbalTimelock timelock = _storage().timelock;
        // The AccessManager passes calls of the admin on under its own name.
        bool voted = actor == address(timelock) || actor == authority();
        return voted ? timelock.executing() : bytes32(0);
    }

    /// @dev Once a window, away from risk, and no further than the limit (P7). Steps of the steward do not count: a council that
    /// takes one a cooldown, however small, would keep the guardian away for ever.
    function _tighten(Track storage track, Rule memory rule, ParameterKey key, uint256 old, uint256 value)
        private
    {
        bool safer = rule.risk == Direction.UP
            ? value < old && value >= rule.guardianLimit
            : rule.risk == Direction.DOWN && value > old && value <= rule.guardianLimit;
        if (!safer) revert NotGuardians(key, value, rule.guardianLimit);
        uint256 from = uint256(track.tightenedAt) + rule.window;
        if (block.timestamp < from) revert TooSoon(key, block.timestamp, from);
        (track.changedAt, track.tightenedAt) = (uint48(block.timestamp), uint48(block.timestamp));
    }

    /// @dev A steward or guardian that was replaced and still holds its role has no path: votes are the admin's.
    function _requireAdmin(address actor) private view {
        (bool isAdmin,) = IAccessManager(authority()).hasRole(0, actor);
        if (!isAdmin) revert NoPath(actor);
    }

    function _requireWithin(ParameterKey key, Rule memory rule, uint256 value) private pure {
        if (value < rule.min || value > rule.max) revert OutOfBounds(key, value, rule.min, rule.max);
    }

    /// @dev Whoever may act at all has to wait, and a step fits into the half of the drift that a window has.
    function _isSound(Rule calldata rule) private pure returns (bool) {
        if (rule.min > rule.max) return false;
        if (rule.risk != Direction.NONE && rule.window == 0) return false;
        if (rule.step == 0) return true;
        return rule.cooldown != 0 && rule.window >= rule.cooldown && rule.step <= rule.drift / 2;
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (RuleStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
