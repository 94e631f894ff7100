// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {IParameterRules} from "../interfaces/IParameterRules.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {
    ExitTerms,
    HedgeBand,
    HedgeLimits,
    Liquidity,
    MandateTerms,
    MarketConfig,
    OracleTerms,
    Scenario,
    SettlementTerms,
    SpokeConfig,
    SpokeTerms,
    Thresholds,
    VenueTerms
} from "../types/Config.sol";
import {ChangePath, Change, Family, ParameterKey, parameterKey} from "../types/Parameter.sol";
import {Fields} from "./Fields.sol";
import {KeptTerms} from "./KeptTerms.sol";
import {MarketTerms} from "./MarketTerms.sol";
import {Ramps} from "./Ramps.sol";
import {SpokeConfigs} from "./SpokeConfigs.sol";
import {SpokeList} from "./SpokeList.sol";

/// @title Storage of every governed number
/// @dev What one value may be is ParameterRules'; so are the rules between values, checked on the result of a whole batch. Every change that a spoke sees ends in `_changed`, the one place where a snapshot is built, checked, numbered
/// and digested.
contract RiskParameters is IRiskParameters, AccessManagedUpgradeable, UUPSUpgradeable {
    using MarketTerms for MarketTerms.Entry;
    using KeptTerms for KeptTerms.Keepers;
    using Ramps for Ramps.Set;
    using SpokeConfigs for SpokeConfigs.Entry;
    using SpokeList for SpokeList.List;

    struct Init {
        address oracleRouter;
        address parameterRules;
        address gammaLimit;
        address volSurface;
    }

    /// @custom:storage-location erc7201:gimbal.storage.RiskParameters
    struct RiskStorage {
        IOracleRouter oracleRouter;
        uint32[] markets;
        uint64[] spokes;
        mapping(uint32 market => MarketTerms.Entry) market;
        mapping(uint64 spoke => SpokeConfigs.Entry) spoke;
        IParameterRules rules;
        KeptTerms.Keepers keepers;
    }

    /// @dev Under what a change is made.
    struct Act {
        ChangePath path;
        bytes32 operation;
    }

    // Sets of families, a bit each: comparisons one by one would take too much of the code size limit.
    uint256 private constant EVERYWHERE =
        uint256(1) << uint8(Family.ORACLE) | uint256(1) << uint8(Family.SETTLEMENT);
    uint256 private constant OF_SPOKE = uint256(1) << uint8(Family.SPOKE) | uint256(1) << uint8(Family.EXIT);
    uint256 private constant OF_MARKET = EVERYWHERE | uint256(1) << uint8(Family.THRESHOLDS) | uint256(1)
        << uint8(Family.MANDATE) | KeptTerms.FAMILIES;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.RiskParameters")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x60ed1c2cb4dbba5a00b76f105f370f885a76c46801f9c558a5eb16952215e100;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        RiskStorage storage $ = _storage();
        $.oracleRouter = IOracleRouter(init.oracleRouter);
        $.rules = IParameterRules(init.parameterRules);
        $.keepers = KeptTerms.Keepers(init.gammaLimit, init.volSurface);
    }

    /// @inheritdoc IRiskParameters
    function addMarket(
        uint32 market,
        Market memory terms,
        OracleTerms calldata oracle,
        SettlementTerms calldata settlement,
        Thresholds calldata thresholds_,
        MandateTerms calldata mandate,
        Scenario[] memory scenarios_
    ) external restricted {
        RiskStorage storage $ = _storage();
        MarketTerms.Entry storage entry = $.market[market];
        if (entry.market.lot != 0) revert MarketExists(market);
        $.rules.requireNewMarket(market, terms.baseDecimals, terms.quoteDecimals, terms.lot);
        entry.market = terms;
        $.markets.push(market);
        emit MarketAdded(market, terms.name, terms.baseDecimals, terms.quoteDecimals, terms.lot);
        _place(Family.THRESHOLDS, market, 0, Fields.given(thresholds_));
        _place(Family.MANDATE, market, 0, Fields.given(mandate));
        _place(Family.SETTLEMENT, market, 0, Fields.given(settlement));
        _place(Family.ORACLE, market, 0, Fields.given(oracle));
        _setScenarios(entry, market, scenarios_);
    }

    /// @inheritdoc IRiskParameters
    function addSpoke(uint64 spoke, SpokeTerms calldata terms, ExitTerms calldata exit) external restricted {
        RiskStorage storage $ = _storage();
        SpokeConfigs.Entry storage entry = $.spoke[spoke];
        if (entry.exists()) revert SpokeExists(spoke);
        $.spokes.push(spoke);
        emit SpokeAdded(spoke);
        // Only what has a version is there to be written to; its first one is made below.
        entry.version = 1;
        _place(Family.SPOKE, 0, spoke, Fields.given(terms));
        _place(Family.EXIT, 0, spoke, Fields.given(exit));
        entry.version = 0;
        _changed(spoke, _vote());
    }

    /// @inheritdoc IRiskParameters
    function listMarket(
        uint32 market,
        uint64 spoke,
        HedgeBand calldata band,
        HedgeLimits calldata limits,
        Liquidity calldata liquidity_,
        VenueTerms[] calldata venues_
    ) external restricted {
        MarketTerms.Entry storage entry = _market(market);
        SpokeConfigs.Entry storage config = _spoke(spoke);
        if (config.lists(market)) revert MarketListed(market, spoke);
        config.markets.push(market);
        entry.spokes.push(spoke);
        _place(Family.HEDGE_LIMITS, market, spoke, Fields.given(limits));
        _place(Family.HEDGE_BAND, market, spoke, Fields.given(band));
        _place(Family.LIQUIDITY, market, spoke, Fields.given(liquidity_));
        for (uint256 i; i < venues_.length; i++) {
            _place(Family.VENUE, market, spoke, Fields.given(venues_[i]));
        }
        _changed(spoke, _vote());
    }

    /// @inheritdoc IRiskParameters
    function setVenue(uint32 market, uint64 spoke, bytes32 expected, VenueTerms calldata venue)
        external
        restricted
    {
        VenueTerms memory old = SpokeConfigs.find(_listing(market, spoke), venue.id);
        _requireExpected(keccak256(abi.encode(old)), expected);
        _place(Family.VENUE, market, spoke, Fields.row(old), Fields.given(venue));
        _changed(spoke, _vote());
    }

    /// @inheritdoc IRiskParameters
    function setScenarios(uint32 market, bytes32 expected, Scenario[] memory scenarios_) external restricted {
        MarketTerms.Entry storage entry = _market(market);
        _requireExpected(keccak256(abi.encode(entry.scenarioList())), expected);
        _setScenarios(entry, market, scenarios_);
    }

    /// @inheritdoc IRiskParameters
    function change(Change[] calldata changes, bytes32 operation) external restricted {
        SpokeList.List memory touched = SpokeList.upTo(_storage().spokes.length);
        Act memory act = _act(operation);
        for (uint256 i; i < changes.length; i++) {
            ParameterKey key = changes[i].key;
            _change(changes[i], act);
            if (key.spoke() != 0) touched.add(key.spoke());
            else if (_isIn(EVERYWHERE, key.family())) touched.addAll(_market(key.market()).spokes);
        }
        for (uint256 i; i < changes.length; i++) {
            ParameterKey key = changes[i].key;
            if (key.spoke() == 0) _checkMarket(_market(key.market()));
        }
        for (uint256 i; i < touched.count; i++) {
            _changed(touched.spokes[i], act);
        }
    }

    /// @inheritdoc IRiskParameters
    function marketOf(uint32 market) external view returns (Market memory) {
        return _market(market).market;
    }

    /// @inheritdoc IRiskParameters
    function markets() external view returns (uint32[] memory) {
        return _storage().markets;
    }

    /// @inheritdoc IRiskParameters
    function spokes() external view returns (uint64[] memory) {
        return _storage().spokes;
    }

    /// @inheritdoc IRiskParameters
    function spokeTerms(uint64 spoke) external view returns (SpokeTerms memory) {
        return _terms(_spoke(spoke));
    }

    /// @inheritdoc IRiskParameters
    function exitTerms(uint64 spoke) external view returns (ExitTerms memory) {
        return _exit(_spoke(spoke));
    }

    /// @inheritdoc IRiskParameters
    function hedgeBand(uint32 market, uint64 spoke) external view returns (HedgeBand memory) {
        SpokeConfigs.Listing storage listing = _listing(market, spoke);
        return _band(listing);
    }

    /// @inheritdoc IRiskParameters
    function hedgeLimits(uint32 market, uint64 spoke) external view returns (HedgeLimits memory) {
        SpokeConfigs.Listing storage listing = _listing(market, spoke);
        return _limits(listing);
    }

    /// @inheritdoc IRiskParameters
    function liquidity(uint32 market, uint64 spoke) external view returns (Liquidity memory) {
        SpokeConfigs.Listing storage listing = _listing(market, spoke);
        return _liquidity(listing);
    }

    /// @inheritdoc IRiskParameters
    function oracleTerms(uint32 market) external view returns (OracleTerms memory) {
        return _market(market).oracleTerms();
    }

    /// @inheritdoc IRiskParameters
    function settlementTerms(uint32 market) external view returns (SettlementTerms memory) {
        return _market(market).settlementTerms();
    }

    /// @inheritdoc IRiskParameters
    function venues(uint32 market, uint64 spoke) external view returns (VenueTerms[] memory) {
        SpokeConfigs.Listing storage listing = _listing(market, spoke);
        return _venues(listing);
    }

    /// @inheritdoc IRiskParameters
    function thresholds(uint32 market) external view returns (Thresholds memory) {
        MarketTerms.Entry storage entry = _market(market);
        return entry.ramps.applied(entry.thresholdsSet());
    }

    /// @inheritdoc IRiskParameters
    function mandateTerms(uint32 market) external view returns (MandateTerms memory) {
        return _market(market).mandateTerms();
    }

    /// @inheritdoc IRiskParameters
    function scenarios(uint32 market) external view returns (Scenario[] memory) {
        return _market(market).scenarioList();
    }

    /// @inheritdoc IRiskParameters
    function snapshot(uint64 spoke) public view returns (SpokeConfig memory config) {
        SpokeConfigs.Entry storage entry = _spoke(spoke);
        return _snapshot(entry, spoke);
    }

    /// @inheritdoc IRiskParameters
    function version(uint64 spoke) external view returns (uint64) {
        return _spoke(spoke).version;
    }

    /// @inheritdoc IRiskParameters
    function digest(uint64 spoke) external view returns (bytes32) {
        return _spoke(spoke).digest;
    }

    function _change(Change calldata c, Act memory act) private {
        ParameterKey key = c.key;
        (uint256[] memory before, uint256[] memory row) = (_row(key), _row(key));
        if (key.field() >= row.length) revert IParameterRules.UnknownField(key);
        uint256 old = row[key.field()];
        if ((old > c.expected ? old - c.expected : c.expected - old) > c.tolerance) {
            revert ValueMoved(key, old, c.expected, c.tolerance);
        }
        uint32 ramp;
        (act.path, ramp) = _storage().rules.admit(key, old, c.value, msg.sender);
        row[key.field()] = c.value;
        _write(key, before, row, ramp, act);
        emit ParameterChanged(key, old, c.value, msg.sender, act.path, act.operation);
    }

    function _row(ParameterKey key) private view returns (uint256[] memory) {
        Family family = key.family();
        if (family == Family.SPOKE) return Fields.row(_terms(_spoke(key.spoke())));
        if (family == Family.EXIT) return Fields.row(_exit(_spoke(key.spoke())));
        MarketTerms.Entry storage entry = _market(key.market());
        if (family == Family.ORACLE) return Fields.row(entry.oracleTerms());
        if (family == Family.SETTLEMENT) return Fields.row(entry.settlementTerms());
        if (family == Family.THRESHOLDS) return Fields.row(entry.thresholdsSet());
        if (family == Family.MANDATE) return Fields.row(entry.mandateTerms());
        if (KeptTerms.has(family)) return _storage().keepers.read(family, key.market());
        SpokeConfigs.Listing storage listing = _listing(key.market(), key.spoke());
        if (family == Family.HEDGE_BAND) return Fields.row(_band(listing));
        if (family == Family.HEDGE_LIMITS) return Fields.row(_limits(listing));
        if (family == Family.LIQUIDITY) return Fields.row(_liquidity(listing));
        return Fields.row(SpokeConfigs.venueOf(listing, key.venue()));
    }

    /// @dev First values of a struct.
    function _place(Family family, uint32 market, uint64 spoke, uint256[] memory row) private {
        _place(family, market, spoke, new uint256[](row.length), row);
    }

    /// @dev First values of a struct, or a venue whole.
    function _place(Family family, uint32 market, uint64 spoke, uint256[] memory before, uint256[] memory row)
        private
    {
        uint32 venue = family == Family.VENUE ? uint32(row[0]) : 0;
        _storage().rules.requireWithin(parameterKey(family, 0, market, spoke, 0), row);
        _write(parameterKey(family, 0, market, spoke, venue), before, row, 0, _vote());
    }

    function _write(
        ParameterKey key,
        uint256[] memory before,
        uint256[] memory row,
        uint32 ramp,
        Act memory act
    ) private {
        (Family family, uint32 market, uint64 spoke) = (key.family(), key.market(), key.spoke());
        if (_isIn(OF_SPOKE, family)) _writeSpoke(family, spoke, row);
        else if (_isIn(OF_MARKET, family)) _writeMarket(family, market, row, ramp);
        else _writeListing(family, market, spoke, row);
        uint256[] memory stored = _row(key);
        for (uint256 i; i < row.length; i++) {
            // A bound beyond the width of a field would let a value lose its top.
            if (stored[i] != row[i]) revert ValueMoved(key, stored[i], row[i], 0);
        }
        emit TermsSet(key.terms(), before, row, msg.sender, act.path, act.operation);
    }

    function _writeSpoke(Family family, uint64 spoke, uint256[] memory row) private {
        SpokeConfigs.Entry storage entry = _spoke(spoke);
        if (family == Family.SPOKE) entry.terms = Fields.toSpokeTerms(row);
        else entry.exit = Fields.toExitTerms(row);
    }

    function _writeMarket(Family family, uint32 market, uint256[] memory row, uint32 ramp) private {
        RiskStorage storage $ = _storage();
        if (KeptTerms.has(family)) return $.keepers.write(family, market, row);
        _market(market).write(family, row, ramp);
        // The hub's own router serves the hub's margin; those of the spokes learn of it with their snapshot.
        if (family == Family.ORACLE) $.oracleRouter.setTerms(market, Fields.toOracleTerms(row));
    }

    function _writeListing(Family family, uint32 market, uint64 spoke, uint256[] memory row) private {
        SpokeConfigs.Entry storage entry = _spoke(spoke);
        SpokeConfigs.Listing storage listing = entry.listings[market];
        if (family == Family.HEDGE_BAND) listing.band = Fields.toHedgeBand(row);
        else if (family == Family.HEDGE_LIMITS) listing.limits = Fields.toHedgeLimits(row);
        else if (family == Family.LIQUIDITY) listing.liquidity = Fields.toLiquidity(row);
        else entry.setVenue(market, Fields.toVenueTerms(row));
    }

    function _setScenarios(MarketTerms.Entry storage entry, uint32 market, Scenario[] memory list) private {
        Act memory act = _vote();
        emit ScenariosSet(market, entry.scenarioList(), list, msg.sender, act.path, act.operation);
        entry.setScenarios(list);
        _checkMarket(entry);
    }

    /// @dev What the admin alone may call.
    function _vote() private view returns (Act memory) {
        return _act(0);
    }

    function _act(bytes32 named) private view returns (Act memory act) {
        act.operation = _storage().rules.operationOf(msg.sender, named);
    }

    function _checkMarket(MarketTerms.Entry storage entry) private view {
        _storage().rules
            .requireMarket(
                entry.oracleTerms(), entry.settlementTerms(), entry.thresholdsSet(), entry.scenarioList()
            );
    }

    function _requireExpected(bytes32 current, bytes32 expected) private pure {
        if (current != expected) revert StructMoved(current, expected);
    }

    function _isIn(uint256 families, Family family) private pure returns (bool) {
        return families >> uint8(family) & 1 != 0;
    }

    function _changed(uint64 spoke, Act memory act) private {
        SpokeConfigs.Entry storage entry = _storage().spoke[spoke];
        SpokeConfig memory config = _snapshot(entry, spoke);
        Liquidity[] memory facts = new Liquidity[](entry.markets.length);
        for (uint256 i; i < facts.length; i++) {
            facts[i] = _liquidity(entry.listings[entry.markets[i]]);
        }
        _storage().rules.requireSnapshot(config, _exit(entry), facts);
        // What the hub alone knows of a spoke is checked like the rest, and no news there.
        if (keccak256(abi.encode(config)) == entry.digest) return;
        config.version = ++entry.version;
        entry.digest = keccak256(abi.encode(config));
        emit ConfigChanged(spoke, config.version, entry.digest, msg.sender, act.path, act.operation);
    }

    function _snapshot(SpokeConfigs.Entry storage entry, uint64 spoke)
        private
        view
        returns (SpokeConfig memory config)
    {
        RiskStorage storage $ = _storage();
        config.chain = spoke;
        config.version = entry.version;
        config.terms = _terms(entry);
        config.markets = new MarketConfig[](entry.markets.length);
        for (uint256 i; i < config.markets.length; i++) {
            uint32 id = entry.markets[i];
            MarketTerms.Entry storage market = $.market[id];
            SpokeConfigs.Listing storage listing = entry.listings[id];
            config.markets[i] = MarketConfig({
                market: id,
                lot: market.market.lot,
                band: _band(listing),
                limits: _limits(listing),
                oracle: market.oracleTerms(),
                settlement: market.settlementTerms(),
                venues: _venues(listing)
            });
        }
    }

    function _market(uint32 market) private view returns (MarketTerms.Entry storage entry) {
        entry = _storage().market[market];
        if (entry.market.lot == 0) revert UnknownMarket(market);
    }

    function _spoke(uint64 spoke) private view returns (SpokeConfigs.Entry storage entry) {
        entry = _storage().spoke[spoke];
        if (!entry.exists()) revert UnknownSpoke(spoke);
    }

    function _listing(uint32 market, uint64 spoke) private view returns (SpokeConfigs.Listing storage) {
        SpokeConfigs.Entry storage entry = _spoke(spoke);
        if (!entry.lists(market)) revert MarketNotListed(market, spoke);
        return entry.listings[market];
    }

    // One reader a struct: each copy from storage inlined twice would cost a tenth of the code size limit.
    function _band(SpokeConfigs.Listing storage listing) private view returns (HedgeBand memory) {
        return listing.band;
    }

    function _limits(SpokeConfigs.Listing storage listing) private view returns (HedgeLimits memory) {
        return listing.limits;
    }

    function _liquidity(SpokeConfigs.Listing storage listing) private view returns (Liquidity memory) {
        return listing.liquidity;
    }

    function _venues(SpokeConfigs.Listing storage listing) private view returns (VenueTerms[] memory) {
        return listing.venues;
    }

    function _terms(SpokeConfigs.Entry storage entry) private view returns (SpokeTerms memory) {
        return entry.terms;
    }

    function _exit(SpokeConfigs.Entry storage entry) private view returns (ExitTerms memory) {
        return entry.exit;
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (RiskStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
