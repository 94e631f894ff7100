// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {
    HedgeBand,
    HedgeLimits,
    MandateTerms,
    OracleTerms,
    Scenario,
    SettlementTerms,
    SpokeTerms,
    Thresholds,
    VenueStatus,
    VenueTerms
} from "gimbal/types/Config.sol";
import {Presets} from "./support/Presets.sol";
import {RiskFixture} from "./support/RiskFixture.sol";

/// @notice No vote leaves a hard range, nor breaks a rule between fields.
contract RiskParametersRangesTest is RiskFixture {
    function outOfRange(bytes32 key, uint256 value, uint256 min, uint256 max) internal {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.OutOfRange.selector, key, value, min, max));
    }

    function broken(bytes32 rule, uint256 left, uint256 right) internal {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.CrossRule.selector, rule, left, right));
    }

    function test_band() public {
        HedgeBand memory band = Presets.band();
        band.riskAversion = 1001e18;
        outOfRange("riskAversion", 1001e18, 0.01e18, 1000e18);
        parameters.setHedgeBand(MARKET, SPOKE, band);

        band = Presets.band();
        band.floor = band.cap + 1;
        broken("floor <= cap", band.floor, band.cap);
        parameters.setHedgeBand(MARKET, SPOKE, band);

        band = Presets.band();
        band.floor = 0.009e18;
        broken("lot <= floor", 0.01e18, 0.009e18);
        parameters.setHedgeBand(MARKET, SPOKE, band);
    }

    function test_limits() public {
        HedgeLimits memory limits = Presets.limits();
        limits.slippage = 1e14;
        outOfRange("limits.slippage", 1e14, 0.001e18, 0.05e18);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);

        limits = Presets.limits();
        limits.fillDistance = 1e18 - 1;
        outOfRange("limits.fillDistance", 1e18 - 1, 1e18, 5e18);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);

        limits = Presets.limits();
        limits.fillFull = limits.fillDistance;
        broken("fillDistance < fillFull", limits.fillDistance + 1, limits.fillDistance);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);

        limits = Presets.limits();
        limits.clip = 0.005e18;
        broken("lot <= clip", 0.01e18, 0.005e18);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);
    }

    /// @notice A budget that never refills would freeze a hedge, whoever voted for it.
    function test_P7_noBudgetFreezesAHedge() public {
        HedgeLimits memory limits = Presets.limits();
        limits.turnoverRate = 0;
        broken("budget refill", limits.turnoverCapacity, 0);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);

        limits = Presets.limits();
        limits.fillCapacity = 0;
        outOfRange("limits.fill", 0, 10e18, 1e28);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);

        limits = Presets.limits();
        limits.interval = 1 hours + 1;
        outOfRange("limits.interval", 1 hours + 1, 0, 1 hours);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);
    }

    function test_slippageAndToleranceWhicheverMoves() public {
        HedgeLimits memory limits = Presets.limits();
        limits.slippage = 0.009e18;
        broken("tolerance <= slippage", 0.01e18, 0.009e18);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);

        OracleTerms memory oracle = Presets.oracle();
        oracle.tolerance = 0.011e18;
        broken("tolerance <= slippage", 0.011e18, 0.01e18);
        parameters.setOracleTerms(MARKET, oracle);
    }

    function test_venueClipWithinTheMarketsWhicheverMoves() public {
        VenueTerms memory venue = Presets.venue(3);
        venue.clip = 21e18;
        broken("venue.clip <= limits.clip", 21e18, 20e18);
        parameters.setVenue(MARKET, SPOKE, venue);

        HedgeLimits memory limits = Presets.limits();
        limits.clip = 9e18;
        broken("venue.clip <= limits.clip", 10e18, 9e18);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);

        venue = Presets.venue(1);
        venue.status = VenueStatus.SUSPENDED;
        parameters.setVenue(MARKET, SPOKE, venue);
        parameters.setHedgeLimits(MARKET, SPOKE, limits);
    }

    function test_venueNeedsAPoolAndAStatus() public {
        VenueTerms memory venue = Presets.venue(3);
        venue.pool = address(0);
        outOfRange("venue.pool", 0, 1, type(uint160).max);
        parameters.setVenue(MARKET, SPOKE, venue);

        venue = Presets.venue(3);
        venue.status = VenueStatus.NONE;
        outOfRange("venue.status", 0, 1, 3);
        parameters.setVenue(MARKET, SPOKE, venue);
    }

    function test_oracle() public {
        OracleTerms memory oracle = Presets.oracle();
        oracle.baseHeartbeat = 365 days;
        outOfRange("baseHeartbeat", 365 days, 1 minutes, 25 hours);
        parameters.setOracleTerms(MARKET, oracle);

        oracle = Presets.oracle();
        oracle.maxPrice = oracle.minPrice * 2;
        broken("4 minPrice <= maxPrice", 4 * oracle.minPrice, 2 * oracle.minPrice);
        parameters.setOracleTerms(MARKET, oracle);
    }

    function test_settlement() public {
        SettlementTerms memory terms = Presets.settlement();
        terms.instants = 0;
        outOfRange("instants", 0, 1, 60);
        parameters.setSettlementTerms(MARKET, terms);
    }

    function test_P7_pausesAreShortAndAShareOfTheMonth() public {
        SpokeTerms memory terms = Presets.spoke();
        terms.maxPause = 2 hours;
        outOfRange("maxPause", 2 hours, 1 minutes, 1 hours);
        parameters.setSpokeTerms(SPOKE, terms);

        terms = Presets.spoke();
        terms.pauseShare = 2 days;
        outOfRange("pauseShare", 2 days, 1 minutes, 1 days);
        parameters.setSpokeTerms(SPOKE, terms);
    }

    function test_leaseOrder() public {
        SpokeTerms memory terms = Presets.spoke();
        terms.maxLease = terms.lease - 1;
        broken("lease <= maxLease", terms.lease, terms.maxLease);
        parameters.setSpokeTerms(SPOKE, terms);

        terms = Presets.spoke();
        terms.grace = terms.lease + 1;
        broken("grace <= lease", terms.grace, terms.lease);
        parameters.setSpokeTerms(SPOKE, terms);
    }

    function test_thresholdOrder() public {
        Thresholds memory terms = Presets.thresholds();
        terms.maintenance = terms.initial + 1;
        broken("maintenance <= initial", terms.maintenance, terms.initial);
        parameters.setThresholds(MARKET, terms);

        terms = Presets.thresholds();
        terms.emergency = terms.maintenance + 1;
        broken("emergency <= maintenance", terms.emergency, terms.maintenance);
        parameters.setThresholds(MARKET, terms);
    }

    function test_scenariosReachTheInnerRangeWhicheverMoves() public {
        Thresholds memory terms = Presets.thresholds();
        Scenario[] memory inner = new Scenario[](2);
        inner[0] = Scenario(0.84e18, 0, 1e18);
        inner[1] = Scenario(1.15e18, 0, 1e18);
        broken("1 + innerRange <= highest", 1.16e18, 1.15e18);
        parameters.setScenarios(MARKET, inner);

        inner[1].spotMul = 1.16e18;
        parameters.setScenarios(MARKET, inner);
        terms.innerRange = 0.17e18;
        broken("lowest <= 1 - innerRange", 0.84e18, 0.83e18);
        parameters.setThresholds(MARKET, terms);
    }

    function test_scenarioFields() public {
        Scenario[] memory list = Presets.scenarios();
        list[3].volShock = 2;
        outOfRange("volShock", 3, 0, 2);
        parameters.setScenarios(MARKET, list);
        list[3].volShock = -2;
        outOfRange("volShock", type(uint256).max, 0, 2);
        parameters.setScenarios(MARKET, list);

        list = new Scenario[](41);
        outOfRange("scenarios.count", 41, 2, 40);
        parameters.setScenarios(MARKET, list);
    }

    function test_mandate() public {
        MandateTerms memory terms = Presets.mandate();
        terms.listCap = 33;
        outOfRange("listCap", 33, 1, 32);
        parameters.setMandateTerms(MARKET, terms);
    }

    function test_lotIsWholeInNativeUnits() public {
        IRiskParameters.Market memory market = Presets.market();
        market.baseDecimals = 1;
        broken("lot in native units", 0.01e18, 0);
        parameters.addMarket(
            5,
            market,
            Presets.oracle(),
            Presets.settlement(),
            Presets.thresholds(),
            Presets.mandate(),
            Presets.scenarios()
        );
    }

    function testFuzz_aBandIsSetOrRefusedWhole(HedgeBand memory band) public {
        bytes32 before = parameters.digest(SPOKE);
        try parameters.setHedgeBand(MARKET, SPOKE, band) {
            assertLe(band.floor, band.cap);
            assertGe(band.floor, Presets.market().lot);
            assertEq(abi.encode(parameters.hedgeBand(MARKET, SPOKE)), abi.encode(band));
        } catch {
            assertEq(parameters.digest(SPOKE), before);
        }
    }
}
