// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {
    HedgeBand,
    HedgeLimits,
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
import {HedgeBandRange} from "./ranges/HedgeBandRange.sol";
import {HedgeLimitsRange} from "./ranges/HedgeLimitsRange.sol";
import {MandateRange} from "./ranges/MandateRange.sol";
import {MarketRange} from "./ranges/MarketRange.sol";
import {OracleRange} from "./ranges/OracleRange.sol";
import {ScenarioRange} from "./ranges/ScenarioRange.sol";
import {SettlementRange} from "./ranges/SettlementRange.sol";
import {SnapshotRules} from "./ranges/SnapshotRules.sol";
import {SpokeRange} from "./ranges/SpokeRange.sol";
import {ThresholdRange} from "./ranges/ThresholdRange.sol";
import {VenueRange} from "./ranges/VenueRange.sol";
import {SpokeConfigs} from "./SpokeConfigs.sol";

/// @title Storage and setters of every governed number
/// @dev Ranges of single structs live in `ranges/`, rules between structs in `ranges/SnapshotRules`. Every change that a
/// spoke sees ends in `_changed`, the one place where a snapshot is built, checked, numbered and digested.
contract RiskParameters is IRiskParameters, AccessManagedUpgradeable, UUPSUpgradeable {
    using SpokeConfigs for SpokeConfigs.Entry;

    struct Init {
        address oracleRouter;
    }

    struct MarketEntry {
        Market market;
        OracleTerms oracle;
        SettlementTerms settlement;
        Thresholds thresholds;
        MandateTerms mandate;
        Scenario[] scenarios;
        uint64[] spokes;
    }

    /// @custom:storage-location erc7201:gimbal.storage.RiskParameters
    struct RiskStorage {
        IOracleRouter oracleRouter;
        uint32[] markets;
        uint64[] spokes;
        mapping(uint32 market => MarketEntry) market;
        mapping(uint64 spoke => SpokeConfigs.Entry) spoke;
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
        entry.market = terms;
        $.markets.push(market);
        emit MarketAdded(market, terms.name, terms.baseDecimals, terms.quoteDecimals, terms.lot);
        _setThresholds(entry, market, thresholds_);
        _setScenarios(entry, market, scenarios_);
        _setMandateTerms(entry, market, mandate);
        _setSettlementTerms(entry, market, settlement);
        _setOracleTerms(entry, market, oracle);
    }

    /// @inheritdoc IRiskParameters
    function addSpoke(uint64 spoke, SpokeTerms memory terms) external restricted {
        RiskStorage storage $ = _storage();
        SpokeConfigs.Entry storage entry = $.spoke[spoke];
        if (entry.exists()) revert SpokeExists(spoke);
        SpokeRange.check(terms);
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
        VenueTerms[] memory venues_
    ) external restricted {
        MarketEntry storage entry = _market(market);
        SpokeConfigs.Entry storage config = _spoke(spoke);
        if (config.lists(market)) revert MarketListed(market, spoke);
        config.markets.push(market);
        entry.spokes.push(spoke);
        SpokeConfigs.Listing storage listing = config.listings[market];
        uint256 lot = entry.market.lot;
        _setHedgeBand(listing, market, spoke, band, lot);
        _setHedgeLimits(listing, market, spoke, limits, lot);
        for (uint256 i; i < venues_.length; i++) {
            _setVenue(config, market, spoke, venues_[i], lot);
        }
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function setSpokeTerms(uint64 spoke, SpokeTerms memory terms) external restricted {
        SpokeConfigs.Entry storage entry = _spoke(spoke);
        SpokeRange.check(terms);
        emit SpokeTermsSet(spoke, _terms(entry), terms);
        entry.terms = terms;
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function setHedgeBand(uint32 market, uint64 spoke, HedgeBand memory band) external restricted {
        (SpokeConfigs.Listing storage listing, uint256 lot) = _listing(market, spoke);
        _setHedgeBand(listing, market, spoke, band, lot);
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function setHedgeLimits(uint32 market, uint64 spoke, HedgeLimits memory limits) external restricted {
        (SpokeConfigs.Listing storage listing, uint256 lot) = _listing(market, spoke);
        _setHedgeLimits(listing, market, spoke, limits, lot);
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function setVenue(uint32 market, uint64 spoke, VenueTerms memory venue) external restricted {
        (, uint256 lot) = _listing(market, spoke);
        _setVenue(_storage().spoke[spoke], market, spoke, venue, lot);
        _changed(spoke);
    }

    /// @inheritdoc IRiskParameters
    function setOracleTerms(uint32 market, OracleTerms memory terms) external restricted {
        MarketEntry storage entry = _market(market);
        _setOracleTerms(entry, market, terms);
        _changedEverywhere(entry);
    }

    /// @inheritdoc IRiskParameters
    function setSettlementTerms(uint32 market, SettlementTerms memory terms) external restricted {
        MarketEntry storage entry = _market(market);
        _setSettlementTerms(entry, market, terms);
        _changedEverywhere(entry);
    }

    /// @inheritdoc IRiskParameters
    function setThresholds(uint32 market, Thresholds memory terms) external restricted {
        MarketEntry storage entry = _market(market);
        _setThresholds(entry, market, terms);
        ScenarioRange.check(_scenarios(entry), terms);
    }

    /// @inheritdoc IRiskParameters
    function setMandateTerms(uint32 market, MandateTerms memory terms) external restricted {
        _setMandateTerms(_market(market), market, terms);
    }

    /// @inheritdoc IRiskParameters
    function setScenarios(uint32 market, Scenario[] memory scenarios_) external restricted {
        _setScenarios(_market(market), market, scenarios_);
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
        (SpokeConfigs.Listing storage listing,) = _listing(market, spoke);
        return _band(listing);
    }

    /// @inheritdoc IRiskParameters
    function hedgeLimits(uint32 market, uint64 spoke) external view returns (HedgeLimits memory) {
        (SpokeConfigs.Listing storage listing,) = _listing(market, spoke);
        return _limits(listing);
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
        (SpokeConfigs.Listing storage listing,) = _listing(market, spoke);
        return _venues(listing);
    }

    /// @inheritdoc IRiskParameters
    function thresholds(uint32 market) external view returns (Thresholds memory) {
        return _thresholds(_market(market));
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

    function _setHedgeBand(
        SpokeConfigs.Listing storage listing,
        uint32 market,
        uint64 spoke,
        HedgeBand memory band,
        uint256 lot
    ) private {
        HedgeBandRange.check(band, lot);
        emit HedgeBandSet(market, spoke, _band(listing), band);
        listing.band = band;
    }

    function _setHedgeLimits(
        SpokeConfigs.Listing storage listing,
        uint32 market,
        uint64 spoke,
        HedgeLimits memory limits,
        uint256 lot
    ) private {
        HedgeLimitsRange.check(limits, lot);
        emit HedgeLimitsSet(market, spoke, _limits(listing), limits);
        listing.limits = limits;
    }

    function _setVenue(
        SpokeConfigs.Entry storage entry,
        uint32 market,
        uint64 spoke,
        VenueTerms memory venue,
        uint256 lot
    ) private {
        VenueRange.check(venue, lot);
        VenueTerms memory old = entry.setVenue(market, venue);
        emit VenueSet(market, spoke, venue.id, old, venue);
    }

    function _setOracleTerms(MarketEntry storage entry, uint32 market, OracleTerms memory terms) private {
        OracleRange.check(terms);
        emit OracleTermsSet(market, _oracle(entry), terms);
        entry.oracle = terms;
        // The hub's own router serves the hub's margin; those of the spokes learn of it with their snapshot.
        _storage().oracleRouter.setTerms(market, terms);
    }

    function _setSettlementTerms(MarketEntry storage entry, uint32 market, SettlementTerms memory terms)
        private
    {
        SettlementRange.check(terms);
        emit SettlementTermsSet(market, _settlement(entry), terms);
        entry.settlement = terms;
    }

    function _setThresholds(MarketEntry storage entry, uint32 market, Thresholds memory terms) private {
        ThresholdRange.check(terms);
        emit ThresholdsSet(market, _thresholds(entry), terms);
        entry.thresholds = terms;
    }

    function _setMandateTerms(MarketEntry storage entry, uint32 market, MandateTerms memory terms) private {
        MandateRange.check(terms);
        emit MandateTermsSet(market, _mandate(entry), terms);
        entry.mandate = terms;
    }

    function _setScenarios(MarketEntry storage entry, uint32 market, Scenario[] memory list) private {
        ScenarioRange.check(list, _thresholds(entry));
        emit ScenariosSet(market, _scenarios(entry), list);
        delete entry.scenarios;
        for (uint256 i; i < list.length; i++) {
            entry.scenarios.push(list[i]);
        }
    }

    function _changedEverywhere(MarketEntry storage entry) private {
        for (uint256 i; i < entry.spokes.length; i++) {
            _changed(entry.spokes[i]);
        }
    }

    function _changed(uint64 spoke) private {
        SpokeConfigs.Entry storage entry = _storage().spoke[spoke];
        entry.version++;
        SpokeConfig memory config = _snapshot(entry, spoke);
        SnapshotRules.check(config);
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

    function _listing(uint32 market, uint64 spoke)
        private
        view
        returns (SpokeConfigs.Listing storage listing, uint256 lot)
    {
        SpokeConfigs.Entry storage entry = _spoke(spoke);
        if (!entry.lists(market)) revert MarketNotListed(market, spoke);
        return (entry.listings[market], _storage().market[market].market.lot);
    }

    // One reader a struct: each copy from storage inlined twice would cost a tenth of the code size limit.
    function _band(SpokeConfigs.Listing storage listing) private view returns (HedgeBand memory) {
        return listing.band;
    }

    function _limits(SpokeConfigs.Listing storage listing) private view returns (HedgeLimits memory) {
        return listing.limits;
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
