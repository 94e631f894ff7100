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
import {MarketRange} from "./ranges/MarketRange.sol";
import {Ramp, Ramps} from "./Ramps.sol";
import {SpokeConfigs} from "./SpokeConfigs.sol";
import {SpokeList} from "./SpokeList.sol";

/// @title Storage of every governed number
/// @dev What one value may be is ParameterRules'; so are the rules between values, checked on the result of a whole batch. Every change that a spoke sees ends in `_changed`, the one place where a snapshot is built, checked, numbered
/// and digested.
contract RiskParameters is IRiskParameters, AccessManagedUpgradeable, UUPSUpgradeable {
    using Ramps for Ramp;
    using SpokeConfigs for SpokeConfigs.Entry;
    using SpokeList for SpokeList.List;

    struct Init {
        address oracleRouter;
        address parameterRules;
    }

    struct MarketEntry {
        Market market;
        OracleTerms oracle;
        SettlementTerms settlement;
        Thresholds thresholds;
        MandateTerms mandate;
        Scenario[] scenarios;
        uint64[] spokes;
        Ramp ramp;
    }

    /// @custom:storage-location erc7201:gimbal.storage.RiskParameters
    struct RiskStorage {
        IOracleRouter oracleRouter;
        uint32[] markets;
        uint64[] spokes;
        mapping(uint32 market => MarketEntry) market;
        mapping(uint64 spoke => SpokeConfigs.Entry) spoke;
        IParameterRules rules;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.RiskParameters")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x60ed1c2cb4dbba5a00b76f105f370f885a76c46801f9c558a5eb16952215e100;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        _storage().oracleRouter = IOracleRouter(init.oracleRouter);
        _storage().rules = IParameterRules(init.parameterRules);
    }

    /// @inheritdoc IRiskParameters
    function addMarket(
        uint32 market,
        Market memory terms,
        OracleTerms memory oracle,
        SettlementTerms memory settlement,
        Thresholds memory thresholds_,
        MandateTerms memory mandate,
        Scenario[] memory scenarios_
    ) external restricted {
        RiskStorage storage $ = _storage();
        MarketEntry storage entry = $.market[market];
        if (entry.market.lot != 0) revert MarketExists(market);
        MarketRange.check(market, terms);
        _requireWithin(Family.ORACLE, market, 0, Fields.row(oracle));
        _requireWithin(Family.SETTLEMENT, market, 0, Fields.row(settlement));
        _requireWithin(Family.THRESHOLDS, market, 0, Fields.row(thresholds_));
        _requireWithin(Family.MANDATE, market, 0, Fields.row(mandate));
        entry.market = terms;
        $.markets.push(market);
        emit MarketAdded(market, terms.name, terms.baseDecimals, terms.quoteDecimals, terms.lot);
        _setThresholds(entry, market, thresholds_);
        _setScenarios(entry, market, scenarios_);
        _setMandateTerms(entry, market, mandate);
        _setSettlementTerms(entry, market, settlement);
        _setOracleTerms(entry, market, oracle);
        _checkMarket(entry);
    }

    /// @inheritdoc IRiskParameters
    function addSpoke(uint64 spoke, SpokeTerms memory terms) external restricted {
        RiskStorage storage $ = _storage();
        SpokeConfigs.Entry storage entry = $.spoke[spoke];
        if (entry.exists()) revert SpokeExists(spoke);
        _requireWithin(Family.SPOKE, 0, spoke, Fields.row(terms));
        entry.terms = terms;
        $.spokes.push(spoke);
        emit SpokeAdded(spoke, terms);
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function listMarket(
        uint32 market,
        uint64 spoke,
        HedgeBand memory band,
        HedgeLimits memory limits,
        Liquidity memory liquidity_,
        VenueTerms[] memory venues_
    ) external restricted {
        MarketEntry storage entry = _market(market);
        SpokeConfigs.Entry storage config = _spoke(spoke);
        if (config.lists(market)) revert MarketListed(market, spoke);
        _requireWithin(Family.HEDGE_BAND, market, spoke, Fields.row(band));
        _requireWithin(Family.HEDGE_LIMITS, market, spoke, Fields.row(limits));
        _requireWithin(Family.LIQUIDITY, market, spoke, Fields.row(liquidity_));
        config.markets.push(market);
        entry.spokes.push(spoke);
        SpokeConfigs.Listing storage listing = config.listings[market];
        _setHedgeBand(listing, market, spoke, band);
        _setHedgeLimits(listing, market, spoke, limits);
        _setLiquidity(listing, market, spoke, liquidity_);
        for (uint256 i; i < venues_.length; i++) {
            _setVenue(config, market, spoke, venues_[i]);
        }
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function setVenue(uint32 market, uint64 spoke, VenueTerms memory venue) external restricted {
        _listing(market, spoke);
        _setVenue(_storage().spoke[spoke], market, spoke, venue);
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function setScenarios(uint32 market, Scenario[] memory scenarios_) external restricted {
        MarketEntry storage entry = _market(market);
        _setScenarios(entry, market, scenarios_);
        _checkMarket(entry);
    }

    /// @inheritdoc IRiskParameters
    function change(Change[] calldata changes, bytes32 operation) external restricted {
        SpokeList.List memory touched = SpokeList.upTo(_storage().spokes.length);
        for (uint256 i; i < changes.length; i++) {
            ParameterKey key = changes[i].key;
            _change(changes[i], operation);
            if (key.spoke() != 0) touched.add(key.spoke());
            else if (_isEverywhere(key.family())) touched.addAll(_market(key.market()).spokes);
        }
        for (uint256 i; i < changes.length; i++) {
            ParameterKey key = changes[i].key;
            if (key.spoke() == 0) _checkMarket(_market(key.market()));
        }
        for (uint256 i; i < touched.count; i++) {
            _changed(touched.spokes[i]);
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
        return _oracle(_market(market));
    }

    /// @inheritdoc IRiskParameters
    function settlementTerms(uint32 market) external view returns (SettlementTerms memory) {
        return _settlement(_market(market));
    }

    /// @inheritdoc IRiskParameters
    function venues(uint32 market, uint64 spoke) external view returns (VenueTerms[] memory) {
        SpokeConfigs.Listing storage listing = _listing(market, spoke);
        return _venues(listing);
    }

    /// @inheritdoc IRiskParameters
    function thresholds(uint32 market) external view returns (Thresholds memory) {
        MarketEntry storage entry = _market(market);
        return entry.ramp.applied(_thresholds(entry));
    }

    /// @inheritdoc IRiskParameters
    function mandateTerms(uint32 market) external view returns (MandateTerms memory) {
        return _mandate(_market(market));
    }

    /// @inheritdoc IRiskParameters
    function scenarios(uint32 market) external view returns (Scenario[] memory) {
        return _scenarios(_market(market));
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

    function _change(Change calldata c, bytes32 operation) private {
        ParameterKey key = c.key;
        uint256[] memory row = _row(key);
        if (key.field() >= row.length) revert IParameterRules.UnknownField(key);
        uint256 old = row[key.field()];
        if ((old > c.expected ? old - c.expected : c.expected - old) > c.tolerance) {
            revert ValueMoved(key, old, c.expected, c.tolerance);
        }
        (ChangePath path, uint32 ramp) = _storage().rules.admit(key, old, c.value, msg.sender);
        row[key.field()] = c.value;
        _write(key, row, ramp);
        // A bound beyond the width of a field would let a value lose its top.
        uint256 stored = _row(key)[key.field()];
        if (stored != c.value) revert ValueMoved(key, stored, c.value, 0);
        emit ParameterChanged(key, old, c.value, msg.sender, path, operation);
    }

    function _row(ParameterKey key) private view returns (uint256[] memory) {
        Family family = key.family();
        if (family == Family.SPOKE) return Fields.row(_terms(_spoke(key.spoke())));
        MarketEntry storage entry = _market(key.market());
        if (family == Family.ORACLE) return Fields.row(_oracle(entry));
        if (family == Family.SETTLEMENT) return Fields.row(_settlement(entry));
        if (family == Family.THRESHOLDS) return Fields.row(_thresholds(entry));
        if (family == Family.MANDATE) return Fields.row(_mandate(entry));
        SpokeConfigs.Listing storage listing = _listing(key.market(), key.spoke());
        if (family == Family.HEDGE_BAND) return Fields.row(_band(listing));
        if (family == Family.HEDGE_LIMITS) return Fields.row(_limits(listing));
        if (family == Family.LIQUIDITY) return Fields.row(_liquidity(listing));
        return Fields.row(SpokeConfigs.venueOf(listing, key.venue()));
    }

    function _write(ParameterKey key, uint256[] memory row, uint32 ramp) private {
        (Family family, uint32 market, uint64 spoke) = (key.family(), key.market(), key.spoke());
        if (family == Family.SPOKE) {
            SpokeConfigs.Entry storage config = _spoke(spoke);
            SpokeTerms memory terms = Fields.toSpokeTerms(row);
            emit SpokeTermsSet(spoke, _terms(config), terms);
            config.terms = terms;
            return;
        }
        MarketEntry storage entry = _market(market);
        if (family == Family.ORACLE) return _setOracleTerms(entry, market, Fields.toOracleTerms(row));
        if (family == Family.SETTLEMENT) return _setSettlementTerms(entry, market, Fields.toSettlement(row));
        if (family == Family.THRESHOLDS) {
            if (ramp != 0) entry.ramp = Ramps.begin(entry.ramp.applied(_thresholds(entry)), ramp);
            return _setThresholds(entry, market, Fields.toThresholds(row));
        }
        if (family == Family.MANDATE) return _setMandateTerms(entry, market, Fields.toMandateTerms(row));
        SpokeConfigs.Entry storage listed = _spoke(spoke);
        SpokeConfigs.Listing storage listing = listed.listings[market];
        if (family == Family.HEDGE_BAND) {
            _setHedgeBand(listing, market, spoke, Fields.toHedgeBand(row));
        } else if (family == Family.HEDGE_LIMITS) {
            _setHedgeLimits(listing, market, spoke, Fields.toHedgeLimits(row));
        } else if (family == Family.LIQUIDITY) {
            _setLiquidity(listing, market, spoke, Fields.toLiquidity(row));
        } else {
            _storeVenue(listed, market, spoke, Fields.toVenueTerms(row));
        }
    }

    function _setHedgeBand(
        SpokeConfigs.Listing storage listing,
        uint32 market,
        uint64 spoke,
        HedgeBand memory band
    ) private {
        emit HedgeBandSet(market, spoke, _band(listing), band);
        listing.band = band;
    }

    function _setHedgeLimits(
        SpokeConfigs.Listing storage listing,
        uint32 market,
        uint64 spoke,
        HedgeLimits memory limits
    ) private {
        emit HedgeLimitsSet(market, spoke, _limits(listing), limits);
        listing.limits = limits;
    }

    function _setLiquidity(
        SpokeConfigs.Listing storage listing,
        uint32 market,
        uint64 spoke,
        Liquidity memory terms
    ) private {
        emit LiquiditySet(market, spoke, _liquidity(listing), terms);
        listing.liquidity = terms;
    }

    function _setVenue(SpokeConfigs.Entry storage entry, uint32 market, uint64 spoke, VenueTerms memory venue)
        private
    {
        _requireWithin(Family.VENUE, market, spoke, Fields.row(venue));
        _storeVenue(entry, market, spoke, venue);
    }

    function _storeVenue(
        SpokeConfigs.Entry storage entry,
        uint32 market,
        uint64 spoke,
        VenueTerms memory venue
    ) private {
        VenueTerms memory old = entry.setVenue(market, venue);
        emit VenueSet(market, spoke, venue.id, old, venue);
    }

    function _setOracleTerms(MarketEntry storage entry, uint32 market, OracleTerms memory terms) private {
        emit OracleTermsSet(market, _oracle(entry), terms);
        entry.oracle = terms;
        // The hub's own router serves the hub's margin; those of the spokes learn of it with their snapshot.
        _storage().oracleRouter.setTerms(market, terms);
    }

    function _setSettlementTerms(MarketEntry storage entry, uint32 market, SettlementTerms memory terms)
        private
    {
        emit SettlementTermsSet(market, _settlement(entry), terms);
        entry.settlement = terms;
    }

    function _setThresholds(MarketEntry storage entry, uint32 market, Thresholds memory terms) private {
        emit ThresholdsSet(market, _thresholds(entry), terms);
        entry.thresholds = terms;
    }

    function _setMandateTerms(MarketEntry storage entry, uint32 market, MandateTerms memory terms) private {
        emit MandateTermsSet(market, _mandate(entry), terms);
        entry.mandate = terms;
    }

    function _setScenarios(MarketEntry storage entry, uint32 market, Scenario[] memory list) private {
        emit ScenariosSet(market, _scenarios(entry), list);
        delete entry.scenarios;
        for (uint256 i; i < list.length; i++) {
            entry.scenarios.push(list[i]);
        }
    }

    function _checkMarket(MarketEntry storage entry) private view {
        _storage().rules
            .requireMarket(_oracle(entry), _settlement(entry), _thresholds(entry), _scenarios(entry));
    }

    function _requireWithin(Family family, uint32 market, uint64 spoke, uint256[] memory row) private view {
        _storage().rules.requireWithin(parameterKey(family, 0, market, spoke, 0), row);
    }

    function _isEverywhere(Family family) private pure returns (bool) {
        return family == Family.ORACLE || family == Family.SETTLEMENT;
    }

    function _changed(uint64 spoke) private {
        SpokeConfigs.Entry storage entry = _storage().spoke[spoke];
        SpokeConfig memory config = _snapshot(entry, spoke);
        Liquidity[] memory facts = new Liquidity[](entry.markets.length);
        for (uint256 i; i < facts.length; i++) {
            facts[i] = _liquidity(entry.listings[entry.markets[i]]);
        }
        _storage().rules.requireSnapshot(config, facts);
        // What the hub alone knows of a spoke is checked like the rest, and no news there.
        if (keccak256(abi.encode(config)) == entry.digest) return;
        config.version = ++entry.version;
        entry.digest = keccak256(abi.encode(config));
        emit ConfigChanged(spoke, config.version, entry.digest);
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
            MarketEntry storage market = $.market[id];
            SpokeConfigs.Listing storage listing = entry.listings[id];
            config.markets[i] = MarketConfig({
                market: id,
                lot: market.market.lot,
                band: _band(listing),
                limits: _limits(listing),
                oracle: _oracle(market),
                settlement: _settlement(market),
                venues: _venues(listing)
            });
        }
    }

    function _market(uint32 market) private view returns (MarketEntry storage entry) {
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

    function _oracle(MarketEntry storage entry) private view returns (OracleTerms memory) {
        return entry.oracle;
    }

    function _settlement(MarketEntry storage entry) private view returns (SettlementTerms memory) {
        return entry.settlement;
    }

    function _thresholds(MarketEntry storage entry) private view returns (Thresholds memory) {
        return entry.thresholds;
    }

    function _mandate(MarketEntry storage entry) private view returns (MandateTerms memory) {
        return entry.mandate;
    }

    function _scenarios(MarketEntry storage entry) private view returns (Scenario[] memory) {
        return entry.scenarios;
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (RiskStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
