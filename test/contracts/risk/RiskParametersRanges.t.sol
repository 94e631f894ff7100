// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {
    HedgeBand,
    HedgeLimits,
    Scenario,
    SpokeTerms,
    Thresholds,
    VenueStatus,
    VenueTerms
} from "gimbal/types/Config.sol";
import {Family, ParameterKey, Rule, parameterKey} from "gimbal/types/Parameter.sol";
import {Presets} from "./support/Presets.sol";
import {RiskFixture} from "./support/RiskFixture.sol";

/// @notice No vote leaves a bound, nor breaks a rule between fields.
contract RiskParametersRangesTest is RiskFixture {
    function outOfBounds(Family family, uint8 field, uint256 value) internal {
        ParameterKey key = keyOf(family, field);
        Rule memory rule = rules.ruleOf(key);
        vm.expectRevert(
            abi.encodeWithSelector(IParameterRules.OutOfBounds.selector, key, value, rule.min, rule.max)
        );
        set(family, field, value);
    }

    function outOfRange(bytes32 key, uint256 value, uint256 min, uint256 max) internal {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.OutOfRange.selector, key, value, min, max));
    }

    function broken(bytes32 rule, uint256 left, uint256 right) internal {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.CrossRule.selector, rule, left, right));
    }

    /// @notice Every bound of every field holds for a vote, to the unit.
    function test_P8_noFieldLeavesItsBounds() public {
        for (uint256 f; f <= uint256(type(Family).max); f++) {
            Rule[] memory list = rules.rulesOf(Family(f));
            for (uint8 i; i < list.length; i++) {
                outOfBounds(Family(f), i, list[i].max + 1);
                if (list[i].min != 0) outOfBounds(Family(f), i, list[i].min - 1);
            }
        }
    }

    /// @notice A deployment is held to the same bounds.
    function test_P8_firstValuesAreHeldToTheBounds() public {
        SpokeTerms memory terms = Presets.spoke();
        terms.maxPause = 2 hours;
        ParameterKey key = parameterKey(Family.SPOKE, 6, 0, 902, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IParameterRules.OutOfBounds.selector, key, 2 hours, 1 minutes, 1 hours)
        );
        parameters.addSpoke(902, terms, Presets.exit());
    }

    function test_band() public {
        HedgeBand memory band = Presets.band();
        broken("floor <= cap", band.cap + 1, band.cap);
        set(Family.HEDGE_BAND, 3, band.cap + 1);
        broken("lot <= floor", 0.01e18, 0.009e18);
        set(Family.HEDGE_BAND, 3, 0.009e18);
    }

    function test_limits() public {
        HedgeLimits memory limits = Presets.limits();
        broken("fillDistance < fillFull", limits.fillDistance + 1, limits.fillDistance);
        set(Family.HEDGE_LIMITS, 10, limits.fillDistance);
        broken("lot <= clip", 0.01e18, 0.005e18);
        set(Family.HEDGE_LIMITS, 1, 0.005e18);
        broken("lot <= pathAllowance", 0.01e18, 0.005e18);
        set(Family.HEDGE_LIMITS, 11, 0.005e18);
    }

    /// @notice A budget that never refills would freeze a hedge, whoever voted for it.
    function test_P7_noBudgetFreezesAHedge() public {
        HedgeLimits memory limits = Presets.limits();
        broken("budget refill", limits.turnoverCapacity, 7 days);
        set(Family.HEDGE_LIMITS, 4, 1);
        outOfBounds(Family.HEDGE_LIMITS, 7, 0);
        outOfBounds(Family.HEDGE_LIMITS, 2, 1 hours + 1);
    }

    function test_slippageAndToleranceWhicheverMoves() public {
        broken("tolerance <= slippage", 0.01e18, 0.009e18);
        set(Family.HEDGE_LIMITS, 0, 0.009e18);
        broken("tolerance <= slippage", 0.011e18, 0.01e18);
        set(Family.ORACLE, 0, 0.011e18);
    }

    function test_venueClipWithinTheMarketsWhicheverMoves() public {
        VenueTerms memory venue = Presets.venue(3);
        venue.clip = 21e18;
        broken("venue.clip <= limits.clip", 21e18, 20e18);
        parameters.setVenue(MARKET, SPOKE, NO_VENUE, venue);
        broken("venue.clip <= limits.clip", 10e18, 9e18);
        set(Family.HEDGE_LIMITS, 1, 9e18);
        set(Family.VENUE, 4, uint8(VenueStatus.SUSPENDED));
        set(Family.HEDGE_LIMITS, 1, 9e18);
    }

    function test_venueNeedsAPoolAndAStatus() public {
        VenueTerms memory venue = Presets.venue(3);
        venue.pool = address(0);
        ParameterKey key = parameterKey(Family.VENUE, 2, MARKET, SPOKE, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IParameterRules.OutOfBounds.selector, key, 0, 1, type(uint160).max)
        );
        parameters.setVenue(MARKET, SPOKE, NO_VENUE, venue);
        outOfBounds(Family.VENUE, 4, uint8(VenueStatus.NONE));
    }

    function test_priceWindow() public {
        uint256 least = Presets.oracle().minPrice;
        broken("4 minPrice <= maxPrice", 4 * least, 2 * least);
        set(Family.ORACLE, 6, 2 * least);
    }

    function test_P7_pausesAreAShareOfTheMonth() public {
        broken("maxPause <= pauseShare", 15 minutes, 10 minutes);
        set(Family.SPOKE, 7, 10 minutes);
    }

    /// @notice A vote that moves the bound of the rule does not move this one.
    function test_P6_theBridgeFeeHasAHardBoundBehindItsRule() public {
        outOfBounds(Family.SPOKE, 8, 0.01e18 + 1);
        Rule[] memory list = rules.rulesOf(Family.SPOKE);
        list[8].max = 1e18;
        rules.setRules(Family.SPOKE, list);
        outOfRange("bridgeFee", 0.01e18 + 1, 0, 0.01e18);
        set(Family.SPOKE, 8, 0.01e18 + 1);
        SpokeTerms memory terms = Presets.spoke();
        terms.bridgeFee = 0.01e18 + 1;
        outOfRange("bridgeFee", 0.01e18 + 1, 0, 0.01e18);
        parameters.addSpoke(902, terms, Presets.exit());
        set(Family.SPOKE, 8, 0.01e18);
        assertEq(parameters.snapshot(SPOKE).terms.bridgeFee, 0.01e18);
    }

    function test_leaseOrder() public {
        SpokeTerms memory terms = Presets.spoke();
        broken("lease <= maxLease", terms.lease, terms.lease - 1);
        set(Family.SPOKE, 1, terms.lease - 1);
        broken("grace <= lease", terms.lease + 1, terms.lease);
        set(Family.SPOKE, 2, terms.lease + 1);
    }

    function test_thresholdOrder() public {
        Thresholds memory terms = Presets.thresholds();
        broken("maintenance <= initial", terms.initial + 1, terms.initial);
        set(Family.THRESHOLDS, 1, terms.initial + 1);
        broken("emergency <= maintenance", terms.maintenance + 1, terms.maintenance);
        set(Family.THRESHOLDS, 2, terms.maintenance + 1);
    }

    function test_scenariosReachTheInnerRangeWhicheverMoves() public {
        Scenario[] memory inner = new Scenario[](2);
        inner[0] = Scenario(0.84e18, 0, 1e18);
        inner[1] = Scenario(1.15e18, 0, 1e18);
        broken("1 + innerRange <= highest", 1.16e18, 1.15e18);
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), inner);

        inner[1].spotMul = 1.16e18;
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), inner);
        broken("lowest <= 1 - innerRange", 0.84e18, 0.83e18);
        set(Family.THRESHOLDS, 3, 0.17e18);
    }

    function test_scenarioFields() public {
        Scenario[] memory list = Presets.scenarios();
        list[3].volShock = 2;
        outOfRange("volShock", 3, 0, 2);
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), list);
        list[3].volShock = -2;
        outOfRange("volShock", type(uint256).max, 0, 2);
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), list);

        list = new Scenario[](41);
        outOfRange("scenarios.count", 41, 2, 40);
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), list);
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

    function testFuzz_P8_aFieldIsSetOrRefusedWhole(uint8 f, uint8 field, uint256 value) public {
        Family family = Family(bound(f, 0, uint256(type(Family).max)));
        Rule[] memory list = rules.rulesOf(family);
        field = uint8(bound(field, 0, list.length - 1));
        // Half of the values within the bounds, half anywhere.
        if (value & 1 == 0) value = bound(value, list[field].min, list[field].max);
        bytes32 before = parameters.digest(SPOKE);
        try parameters.change(one(family, field, value), 0) {
            assertGe(value, list[field].min);
            assertLe(value, list[field].max);
        } catch {
            assertEq(parameters.digest(SPOKE), before);
        }
    }
}
