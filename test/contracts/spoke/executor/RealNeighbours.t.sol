// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {PythErrors} from "@pythnetwork/pyth-sdk-solidity/PythErrors.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {ITokenBridge} from "gimbal/interfaces/ITokenBridge.sol";
import {HedgeExecutor} from "gimbal/spoke/HedgeExecutor.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {SpokeVault} from "gimbal/spoke/SpokeVault.sol";
import {UniswapV3Venue} from "gimbal/spoke/venues/UniswapV3Venue.sol";
import {MarketConfig, SpokeConfig, VenueKind, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {FundEntry, fundLeaf} from "gimbal/types/Ledger.sol";
import {Leg, MandateBody, mandateLeaf} from "gimbal/types/Mandate.sol";
import {Heartbeat, Kind, LeaseState, Report} from "gimbal/types/Message.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {OracleFixture} from "../../pricing/support/OracleFixture.sol";
import {Terms} from "../../base/Terms.sol";
import {Proxies} from "../support/Proxies.sol";
import {Token} from "../support/Token.sol";
import {UniswapV3Fixture} from "../support/UniswapV3Fixture.sol";

/// @notice A whole spoke: real control, oracle router, vault, executor, venue and pool. The test is hub, transport and bridge.
/// forge-config: default.isolate = true
contract RealNeighboursTest is OracleFixture, UniswapV3Fixture, Proxies {
    using StateTree for StateTree.Tree;

    uint64 internal constant HUB = 7001;
    uint64 internal constant SPOKE = 7002;
    uint64 internal constant BOOK = 7;
    StateTree.Tree internal mandates;
    StateTree.Tree internal funds;
    uint64 internal epoch;
    uint64 internal maxJump;
    Report internal reported;
    Token internal base;
    Token internal quote;
    address internal pool;
    UniswapV3Venue internal venue = new UniswapV3Venue();
    SpokeControl internal control;
    SpokeVault internal vault;
    HedgeExecutor internal exec;

    function setUp() public override {
        super.setUp();
        (base, quote) = deployTokens(18, 6, true);
        pool = deployPool(deployFactory(), base, quote, 500, 3000e18);
        addLiquidity(pool, 1e19);
        _deploy();
        control.onControl(HUB, Kind.CONFIG, 1, abi.encode(config()));
        funds.set(0, fundLeaf(FundEntry(BOOK, 400_000e6, 0, 0)));
        mandates.set(3, mandateLeaf(body()));
        beat();
        quote.mint(address(vault), 400_000e6);
        vault.onArrival(HUB, 400_000e6);
        vault.credit(FundEntry(BOOK, 400_000e6, 0, 0), 0, funds.proof(0));
    }

    function _deploy() private {
        control = SpokeControl(
            proxy(
                address(new SpokeControl()),
                abi.encodeCall(
                    SpokeControl.initialize,
                    (
                        address(manager),
                        SpokeControl.Init(SPOKE, HUB, address(router), address(this), address(0))
                    )
                )
            )
        );
        SpokeVault.Init memory held = SpokeVault.Init({
            control: control,
            transport: IHedgeTransport(address(this)),
            bridge: ITokenBridge(address(this)),
            funding: address(this),
            surplusTo: address(this),
            baseToken: address(base),
            quoteToken: address(quote),
            chain: SPOKE,
            hubChain: HUB
        });
        vault = SpokeVault(
            proxy(address(new SpokeVault()), abi.encodeCall(SpokeVault.initialize, (address(manager), held)))
        );
        HedgeExecutor.Init memory init = HedgeExecutor.Init({
            control: control,
            vault: vault,
            oracle: IOracleRouter(address(router)),
            baseToken: address(base),
            quoteToken: address(quote),
            market: MARKET
        });
        exec = HedgeExecutor(
            proxy(
                address(new HedgeExecutor()),
                abi.encodeCall(HedgeExecutor.initialize, (address(manager), init))
            )
        );
        allow(address(exec), address(vault), SpokeVault.release.selector, 1);
        allow(address(exec), address(vault), SpokeVault.applyTrade.selector, 1);
        AccessManager routers = AccessManager(router.authority());
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = router.setTerms.selector;
        routers.setTargetFunctionRole(address(router), selectors, 4);
        routers.grantRole(4, address(control), 0);
    }

    /// @dev Called by control and vault in place of the transport.
    function setMaxEpochJump(uint64, uint64 jump) external {
        maxJump = jump;
    }

    function send(uint64, Kind, uint64, bytes calldata report) external payable {
        reported = abi.decode(report, (Report));
    }

    function config() internal view returns (SpokeConfig memory c) {
        c.chain = SPOKE;
        c.version = 1;
        c.terms = Terms.spoke();
        c.markets = new MarketConfig[](1);
        MarketConfig memory m = c.markets[0];
        (m.market, m.lot) = (MARKET, Terms.LOT);
        (m.band, m.limits, m.oracle, m.settlement) =
        (Terms.band(), Terms.limits(), Terms.oracle(), Terms.settlement());
        m.venues = new VenueTerms[](1);
        m.venues[0] = VenueTerms(11, address(venue), pool, VenueKind.UNISWAP_V3, VenueStatus.ACTIVE, 60e18);
    }

    function body() internal pure returns (MandateBody memory b) {
        b.book = BOOK;
        b.market = MARKET;
        b.share = 1e18;
        b.riskAversion = 4e13;
        b.range = 100e18;
        b.legs = new Leg[](1);
        b.legs[0] = Leg({
            series: seriesId(MARKET, uint40(START + 30 days), 3000e18, false),
            size: -100e18,
            vol: 0.6e18,
            carry: 0
        });
    }

    function beat() internal {
        epoch++;
        control.onControl(
            HUB,
            Kind.HEARTBEAT,
            epoch,
            abi.encode(
                Heartbeat(
                    epoch,
                    uint64(block.timestamp + 4 hours),
                    mandates.root(),
                    keccak256(abi.encode(config())),
                    funds.root()
                )
            )
        );
    }

    function callsOf() internal view returns (IHedgeExecutor.BookCall[] memory calls) {
        calls = new IHedgeExecutor.BookCall[](1);
        calls[0] = IHedgeExecutor.BookCall(body(), 3, mandates.proof(3));
    }

    function orders(int256 amount) internal pure returns (IHedgeExecutor.VenueOrder[] memory list) {
        list = new IHedgeExecutor.VenueOrder[](1);
        list[0] = IHedgeExecutor.VenueOrder(11, amount, amount > 0 ? type(uint256).max : 0);
    }

    function hedge(int256 amount, bytes[] memory update) internal returns (int256) {
        return exec.hedge{value: 2}(callsOf(), update, orders(amount), uint64(block.timestamp))[0];
    }

    function hedgeReverts(bytes[] memory update, bytes memory reason) internal {
        IHedgeExecutor.BookCall[] memory calls = callsOf();
        vm.expectRevert(reason);
        exec.hedge{value: 2}(calls, update, orders(1e18), uint64(block.timestamp));
    }

    function test_aWholeSpokeHedges_atTheUpdateItIsGiven() public {
        assertEq(maxJump, Terms.spoke().maxEpochJump);
        assertEq(hedge(10e18, updates(3010e8, 1e8)), 10e18);
        assertEq(vault.ledger(BOOK).bought, 10e18);
        exec.hedge{value: 9}(callsOf(), updates(3010e8, 1e8), orders(1e18), uint64(block.timestamp));
        assertEq(address(exec).balance, 0, "value beyond the fee came back");
        vault.report();
        assertEq(reported.epoch, 1);
        assertEq(reported.ledgerRoot, vault.ledgerRoot());
        (, bytes32 digest) = control.configVersion();
        assertEq(reported.configDigest, digest);
    }

    function test_gas_hedge_onRealNeighbours() public {
        hedge(10e18, updates(3000e8, 1e8));
        skip(60);
        IHedgeExecutor.BookCall[] memory calls = callsOf();
        exec.hedge{value: 2}(calls, updates(3001e8, 1e8), orders(10e18), uint64(block.timestamp));
        vm.snapshotGasLastCall("spoke", "hedge, whole spoke with price update");
    }

    function test_P2_refusesAStalePull() public {
        hedge(1e18, updates(3000e8, 1e8));
        skip(61);
        IHedgeExecutor.BookCall[] memory calls = callsOf();
        vm.expectRevert(PythErrors.StalePrice.selector);
        exec.hedge(calls, new bytes[](0), orders(1e18), uint64(block.timestamp));
        hedge(1e18, updates(3000e8, 1e8));
    }

    function test_P2_refusesAStalePush() public {
        skip(3701);
        beat();
        hedgeReverts(
            updates(3000e8, 1e8),
            abi.encodeWithSelector(IOracleRouter.StaleRound.selector, address(basePush), 3701, 3700)
        );
        push(3000e8, 1e8);
        hedge(1e18, updates(3000e8, 1e8));
    }

    function test_P2_refusesSourcesThatDisagree() public {
        hedgeReverts(
            updates(3031e8, 1e8),
            abi.encodeWithSelector(IOracleRouter.SourcesDisagree.selector, 3031e18, 3000e18, 0.01e18)
        );
        hedge(1e18, updates(3029e8, 1e8));
    }

    function test_P2_aDearerQuoteTokenIsNotSlippage() public {
        push(3000e8, 0.88e8);
        hedgeReverts(
            updates(3000e8, 1e8),
            abi.encodeWithSelector(
                IOracleRouter.SourcesDisagree.selector, 3000e18, uint256(3000e18) * 100 / 88, 0.01e18
            )
        );
        pushPool(pool, base, quote, uint256(3000e18) * 100 / 88, true);
        assertEq(hedge(1e18, updates(3000e8, 0.88e8)), 1e18, "at 3,409 a base");
    }

    function test_P2_leaseGraceAndHold() public {
        skip(4 hours);
        push(3000e8, 1e8);
        assertEq(uint8(control.leaseState()), uint8(LeaseState.GRACE));
        hedge(1e18, updates(3000e8, 1e8));
        skip(1 hours);
        push(3000e8, 1e8);
        hedgeReverts(
            updates(3000e8, 1e8), abi.encodeWithSelector(IHedgeExecutor.LeaseEnded.selector, LeaseState.HOLD)
        );
        beat();
        hedge(1e18, updates(3000e8, 1e8));
    }

    function test_P2_aPauseStopsHedges_andEnds() public {
        uint256 until = block.timestamp + 10 minutes;
        control.onControl(HUB, Kind.PAUSE, uint64(block.timestamp), abi.encode(uint32(10 minutes)));
        hedgeReverts(updates(3000e8, 1e8), abi.encodeWithSelector(IHedgeExecutor.SpokePaused.selector, until));
        vm.warp(until);
        push(3000e8, 1e8);
        hedge(1e18, updates(3000e8, 1e8));
    }
}
