// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {GimbalTimelock} from "gimbal/governance/GimbalTimelock.sol";
import {HedgeTransport} from "gimbal/crosschain/HedgeTransport.sol";
import {BridgedQuote} from "gimbal/crosschain/bridges/BridgedQuote.sol";
import {HubBridge} from "gimbal/crosschain/bridges/HubBridge.sol";
import {SpokeBridge} from "gimbal/crosschain/bridges/SpokeBridge.sol";
import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {ITokenBridge} from "gimbal/interfaces/ITokenBridge.sol";
import {OracleRouter} from "gimbal/pricing/OracleRouter.sol";
import {HedgeExecutor} from "gimbal/spoke/HedgeExecutor.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {SpokeVault} from "gimbal/spoke/SpokeVault.sol";
import {UniswapV3Venue} from "gimbal/spoke/venues/UniswapV3Venue.sol";
import {LocalPullOracle} from "localnet/LocalPullOracle.sol";
import {LocalPushFeed} from "localnet/LocalPushFeed.sol";
import {LocalToken} from "localnet/LocalToken.sol";
import {Attesters} from "./Attesters.sol";
import {Channel} from "./Channel.sol";
import {Spoke} from "./Chains.sol";
import {KnownAddresses} from "./KnownAddresses.sol";
import {Roles} from "./Roles.sol";
import {Terms} from "./Terms.sol";

/// @notice Deploys what every chain has.
abstract contract ChainDeployment is KnownAddresses {
    uint64 internal constant HUB = 7001;
    uint64 internal constant EAST = 7002;
    uint64 internal constant WEST = 7003;
    uint8 internal constant FAMILIES = 3;
    uint64 internal constant EPOCH_JUMP = 10_000;
    bytes32 internal constant BASE_ID = "base/USD";
    bytes32 internal constant QUOTE_ID = "quote/USD";
    uint256 internal constant PUBLISHER_KEY = uint256(keccak256("publisher"));

    address internal relayer = makeAddr("relayer");
    address internal guardian = makeAddr("guardian");
    address internal council = makeAddr("council");
    Channel internal channel = new Channel();

    function deployChain(Spoke storage s, uint64 chain, uint256 price) internal {
        s.chain = chain;
        s.manager = new AccessManager(address(this));
        _deployTimelock(s);
        _deployGateways(s);
        _deployFeeds(s, price);
        s.base = new LocalToken("Wrapped Ether", "WETH", 18);
        _deployTransport(s);
        _deployBridge(s);
        _deploySpoke(s);
    }

    function _deployTimelock(Spoke storage s) private {
        address[] memory me = new address[](1);
        me[0] = address(this);
        if (s.chain == HUB) {
            IGimbalTimelock.Delays memory delays = IGimbalTimelock.Delays(1 days, 2 days, 4 days);
            (address parameters, address rules) =
                (addressOf(HUB, "RiskParameters"), addressOf(HUB, "ParameterRules"));
            s.timelock = new GimbalTimelock(delays, delays, me, me, parameters, rules);
        } else {
            s.timelock = new TimelockController(1 days, me, me, address(0));
        }
        name_(s.chain, "Timelock", address(s.timelock));
    }

    function _deployGateways(Spoke storage s) private {
        for (uint8 f; f < FAMILIES; f++) {
            s.gateways.push(Attesters.newGateway(address(s.manager), s.chain, f));
            name_(s.chain, "LocalGateway", address(s.gateways[f]));
            channel.join(s.chain, f, s.gateways[f]);
        }
    }

    function _deployFeeds(Spoke storage s, uint256 price) private {
        s.basePush = new LocalPushFeed("WETH / USD", 8, int192(int256(price / 1e10)));
        s.quotePush = new LocalPushFeed("USDC / USD", 8, 1e8);
        s.sequencer = new LocalPushFeed("sequencer", 0, 0);
        s.pull = new LocalPullOracle(vm.addr(PUBLISHER_KEY));
    }

    function _deployTransport(Spoke storage s) private {
        HedgeTransport.Init memory init;
        init.chain = s.chain;
        init.k = 2;
        init.gateways = new IHedgeTransport.GatewayTerms[](FAMILIES);
        for (uint8 f; f < FAMILIES; f++) {
            init.gateways[f] = IHedgeTransport.GatewayTerms(address(s.gateways[f]), f, true);
        }
        init.peerChains = _peersOf(s.chain);
        init.peers = new address[](init.peerChains.length);
        for (uint256 i; i < init.peers.length; i++) {
            init.peers[i] = addressOf(init.peerChains[i], "HedgeTransport");
        }
        init.epochJump = EPOCH_JUMP;
        init.spokeControl = addressOf(s.chain, "SpokeControl");
        if (s.chain == HUB) init.mandateBook = addressOf(HUB, "MandateBook");
        bytes memory call = abi.encodeCall(HedgeTransport.initialize, (address(s.manager), init));
        s.transport = HedgeTransport(deployProxy(s.chain, "HedgeTransport", call));
    }

    function _peersOf(uint64 chain) private pure returns (uint64[] memory peers) {
        if (chain != HUB) {
            peers = new uint64[](1);
            peers[0] = HUB;
        } else {
            peers = new uint64[](2);
            (peers[0], peers[1]) = (EAST, WEST);
        }
    }

    function _deployBridge(Spoke storage s) private {
        address manager = address(s.manager);
        if (s.chain == HUB) {
            s.quote = IERC20(address(new LocalToken("USD Coin", "USDC", 6)));
            HubBridge.Init memory init =
                HubBridge.Init(address(s.quote), address(s.transport), addressOf(HUB, "RiskParameters"));
            bytes memory call = abi.encodeCall(HubBridge.initialize, (manager, init));
            s.bridge = ITokenBridge(deployProxy(HUB, "HubBridge", call));
            s.bridge.setLink(EAST, addressOf(EAST, "SpokeBridge"));
            s.bridge.setLink(WEST, addressOf(WEST, "SpokeBridge"));
        } else {
            BridgedQuote.Init memory token =
                BridgedQuote.Init("USD Coin (Gimbal)", "USDC.g", addressOf(s.chain, "SpokeBridge"));
            bytes memory call = abi.encodeCall(BridgedQuote.initialize, (manager, token));
            s.quote = IERC20(deployProxy(s.chain, "BridgedQuote", call));
            SpokeBridge.Init memory init =
                SpokeBridge.Init(address(s.quote), address(s.transport), addressOf(s.chain, "SpokeControl"));
            call = abi.encodeCall(SpokeBridge.initialize, (manager, init));
            s.bridge = ITokenBridge(deployProxy(s.chain, "SpokeBridge", call));
            s.bridge.setLink(HUB, addressOf(HUB, "HubBridge"));
        }
    }

    function _deploySpoke(Spoke storage s) private {
        address manager = address(s.manager);
        bytes memory call = abi.encodeCall(OracleRouter.initialize, (manager));
        s.router = IOracleRouter(deployProxy(s.chain, "OracleRouter", call));
        s.router
            .setSources(
                Terms.MARKET,
                IOracleRouter.Sources(
                    address(s.basePush),
                    address(s.quotePush),
                    address(s.sequencer),
                    address(s.pull),
                    BASE_ID,
                    QUOTE_ID
                )
            );
        SpokeControl.Init memory control =
            SpokeControl.Init(s.chain, HUB, address(s.router), address(s.transport), address(0));
        call = abi.encodeCall(SpokeControl.initialize, (manager, control));
        s.control = ISpokeControl(deployProxy(s.chain, "SpokeControl", call));
        SpokeVault.Init memory vault = SpokeVault.Init({
            control: s.control,
            transport: s.transport,
            bridge: s.bridge,
            funding: addressOf(HUB, "Funding"),
            surplusTo: address(s.timelock),
            baseToken: address(s.base),
            quoteToken: address(s.quote),
            chain: s.chain,
            hubChain: HUB
        });
        call = abi.encodeCall(SpokeVault.initialize, (manager, vault));
        s.vault = ISpokeVault(deployProxy(s.chain, "SpokeVault", call));
        HedgeExecutor.Init memory executor =
            HedgeExecutor.Init(s.control, s.vault, s.router, address(s.base), address(s.quote), Terms.MARKET);
        call = abi.encodeCall(HedgeExecutor.initialize, (manager, executor));
        address at = deployProxy(s.chain, "HedgeExecutor", call);
        s.executor = HedgeExecutor(payable(at));
        s.venue = newCode("UniswapV3Venue");
    }

    function assignRoles(Spoke storage s) internal {
        applyRoles(s.chain, s.manager);
        string memory json = Roles.table();
        Roles.grant(s.manager, json, "key:relayer", relayer);
        Roles.grant(s.manager, json, "key:guardian", guardian);
        Roles.grant(s.manager, json, "key:council", council);
    }

    /// @notice From here on the chain belongs to its Timelock.
    function handOver(Spoke storage s) internal {
        uint64 admin = s.manager.ADMIN_ROLE();
        s.manager.grantRole(admin, address(s.timelock), 0);
        s.manager.renounceRole(admin, address(this));
    }
}
