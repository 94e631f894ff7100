// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {GimbalTimelock} from "gimbal/governance/GimbalTimelock.sol";
import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {VolSurface} from "gimbal/pricing/VolSurface.sol";
import {GammaLimit} from "gimbal/risk/GammaLimit.sol";
import {ParameterRules} from "gimbal/risk/ParameterRules.sol";
import {RiskParameters} from "gimbal/risk/RiskParameters.sol";
import {Scenario, VenueTerms} from "gimbal/types/Config.sol";
import {Change, ChangePath, Family, ParameterKey, parameterKey} from "gimbal/types/Parameter.sol";
import {Roles} from "../../base/Roles.sol";
import {RuleTable} from "../../base/RuleTable.sol";
import {Terms} from "../../base/Terms.sol";
import {Presets} from "./Presets.sol";

/// @notice RiskParameters behind a proxy, this test its admin, with one market on one spoke.
abstract contract RiskFixture is Test {
    uint32 internal constant MARKET = 1;
    uint64 internal constant SPOKE = 901;
    /// @notice What a vote that adds a venue expects.
    bytes32 internal constant NO_VENUE = keccak256(new bytes(6 * 32));

    address internal router = makeAddr("router");
    AccessManager internal manager;
    ParameterRules internal rules;
    RiskParameters internal parameters;
    /// @notice Its delays are not set yet, as before a deployment is handed over.
    GimbalTimelock internal lock;
    GammaLimit internal gammaLimit;
    VolSurface internal volSurface;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        manager = new AccessManager(address(this));
        vm.mockCall(router, abi.encodeWithSelector(IOracleRouter.setTerms.selector), "");
        GammaLimit.Init memory nobody = GammaLimit.Init(makeAddr("books"), makeAddr("engine"));
        gammaLimit = GammaLimit(
            deploy(
                address(new GammaLimit()), abi.encodeCall(GammaLimit.initialize, (address(manager), nobody))
            )
        );
        volSurface = VolSurface(
            deploy(address(new VolSurface()), abi.encodeCall(VolSurface.initialize, (address(manager))))
        );
        // After an implementation and a proxy each of the two that it knows.
        address lockAt = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 4);
        rules = ParameterRules(
            deploy(
                address(new ParameterRules()),
                abi.encodeCall(ParameterRules.initialize, (address(manager), ParameterRules.Init(lockAt)))
            )
        );
        RiskParameters.Init memory init =
            RiskParameters.Init(router, address(rules), address(gammaLimit), address(volSurface));
        parameters = RiskParameters(
            deploy(
                address(new RiskParameters()),
                abi.encodeCall(RiskParameters.initialize, (address(manager), init))
            )
        );
        lock = new GimbalTimelock(
            IGimbalTimelock.Delays(0, 0, 0),
            IGimbalTimelock.Delays(1 hours, 2 hours, 4 hours),
            new address[](0),
            new address[](0),
            address(parameters),
            address(rules)
        );
        assertEq(address(lock), lockAt);
        string memory table = Roles.table();
        Roles.assign(manager, table, "ParameterRules", address(rules));
        Roles.assign(manager, table, "RiskParameters", address(parameters));
        Roles.assign(manager, table, "GammaLimit", address(gammaLimit));
        Roles.assign(manager, table, "VolSurface", address(volSurface));
        Roles.grant(manager, table, "RiskParameters", address(parameters));
        Roles.grant(manager, table, "Timelock", address(this));
        RuleTable.install(rules);
        addMarket(MARKET);
        first(Family.GAMMA, abi.encode(Terms.gamma()));
        first(Family.SURFACE, abi.encode(Terms.surface()));
        parameters.addSpoke(SPOKE, Presets.spoke(), Presets.exit());
        list(MARKET, SPOKE, 1);
    }

    function deploy(address implementation, bytes memory init) internal returns (address) {
        return address(new ERC1967Proxy(implementation, init));
    }

    function addMarket(uint32 market) internal {
        parameters.addMarket(
            market,
            Presets.market(),
            Presets.oracle(),
            Presets.settlement(),
            Presets.thresholds(),
            Presets.mandate(),
            Presets.scenarios()
        );
    }

    function list(uint32 market, uint64 spoke, uint32 venue) internal {
        VenueTerms[] memory venues = new VenueTerms[](1);
        venues[0] = Presets.venue(venue);
        parameters.listMarket(market, spoke, Presets.band(), Presets.limits(), Presets.liquidity(), venues);
    }

    /// @notice The field as its family names it: parts of the key that it does not use are zero.
    function keyOf(Family family, uint8 field) internal pure returns (ParameterKey) {
        uint32 market = family == Family.SPOKE || family == Family.EXIT ? 0 : MARKET;
        bool spokes = family == Family.HEDGE_BAND || family == Family.HEDGE_LIMITS || family == Family.SPOKE
            || family == Family.VENUE || family == Family.LIQUIDITY || family == Family.EXIT;
        return parameterKey(family, field, market, spokes ? SPOKE : 0, family == Family.VENUE ? 1 : 0);
    }

    /// @notice Sets a family that is all zero, as the deployment does.
    function first(Family family, bytes memory row) internal {
        Change[] memory changes = new Change[](row.length / 32);
        for (uint8 i; i < changes.length; i++) {
            uint256 value;
            assembly ("memory-safe") {
                value := mload(add(row, mul(0x20, add(i, 1))))
            }
            changes[i] = Change(keyOf(family, i), value, 0, 0);
        }
        parameters.change(changes, 0);
    }

    function digestOf(VenueTerms memory venue) internal pure returns (bytes32) {
        return keccak256(abi.encode(venue));
    }

    function digestOf(Scenario[] memory scenarios) internal pure returns (bytes32) {
        return keccak256(abi.encode(scenarios));
    }

    function one(Family family, uint8 field, uint256 value) internal pure returns (Change[] memory changes) {
        changes = new Change[](1);
        changes[0] = Change(keyOf(family, field), value, 0, type(uint256).max);
    }

    /// @notice The next call tells that the admin has set these terms.
    function expectTerms(Family family, uint256[] memory old, uint256[] memory current) internal {
        vm.expectEmit(address(parameters));
        emit IRiskParameters.TermsSet(keyOf(family, 0), old, current, address(this), ChangePath.VOTE, 0);
    }

    /// @notice Sets a field as a vote does.
    function set(Family family, uint8 field, uint256 value) internal {
        parameters.change(one(family, field, value), 0);
    }
}
