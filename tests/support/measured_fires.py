"""A folder of measured fires in small: one Steckler test, one fire that changes over time."""

from pathlib import Path

TABLES = {
    "steckler.csv": """\
test,room_L_m,room_W_m,room_H_m,opening_width_m,opening_height_m,opening_sill_m,hrr_kW,\
burner_location,burner_raised_0p3m,burner_diameter_m,T_ambient_C,T_upper_layer_C,T_lower_layer_C,\
layer_height_m,T_room_max_C,mdot_out_bernoulli_kg_s,mdot_in_bernoulli_kg_s
S1,2.8,2.8,2.13,0.74,1.83,0,62.9,Back Corner,0,0.3,20,120,40,1.0,130,0.5,0.5
""",
    "transient_cases.csv": """\
dataset,case,title,duration_s,T_ambient_C,T_interior_C,p_ambient_Pa
made,A,two rooms,600,20,22,101325
""",
    "transient_compartments.csv": """\
dataset,case,compartment,width_x_m,depth_y_m,height_z_m,x0_m,y0_m,z0_m,ceiling_material,\
wall_material,floor_material,ceiling_thickness_m,wall_thickness_m,floor_thickness_m,\
leak_area_ratio_wall,leak_area_ratio_floor
made,A,Fire Room,4,3,2.4,1,2,0,BOARD,BOARD,OFF,0.02,0.013,,0.001,0.002
made,A,Loft,4,3,2,1,2,2.4,BOARD,BOARD,BOARD,0.02,0.02,0.02,,
""",
    "transient_vents.csv": """\
dataset,case,vent,type,from_comp,to_comp,bottom_m,height_m,width_m,face,offset_m,area_m2,\
duct_height_from_m,duct_height_to_m,flow_m3_s,open_times_s,open_fractions
made,A,Door,WALL,Fire Room,OUTSIDE,0,2,0.8,LEFT,0.5,,,,,0;100;100,0;0;1
made,A,Never,WALL,Fire Room,OUTSIDE,0,2,0.8,LEFT,0.5,,,,,0;0,0;0
made,A,Hole,FLOOR,Loft,Fire Room,,,,,,0.2,,,,,
made,A,Fan,MECHANICAL,Loft,OUTSIDE,,,,,,0.1,1.5,1.5,0.3,,
""",
    "transient_fires.csv": """\
dataset,case,fire,compartment,x_m,y_m,C,H,heat_of_combustion_kJ_kg,radiative_fraction,\
base_height_m,area_m2,soot_yield,co_yield
made,A,first,Fire Room,0.3,0.3,1,4,50000,0.2,0.5,0.36,0.001,0
made,A,then,Fire Room,1,1,1,4,50000,0.2,0.5,0,0.001,0
made,A,then,Fire Room,2,1,1,4,50000,0.2,0.5,0.36,0.001,0
""",
    "transient_hrr.csv": """\
dataset,case,fire,time_s,hrr_kW
made,A,first,0,0
made,A,first,1,100
made,A,first,200,100
made,A,first,201,0
made,A,then,0,0
made,A,then,1,50
made,A,then,150,50
made,A,then,151,0
""",
    "transient_materials.csv": """\
dataset,case,material,k_W_mK,rho_kg_m3,c_kJ_kgK,thickness_m,emissivity
made,A,BOARD,0.16,790,0.9,0.0127,0.9
""",
    "transient_detectors.csv": """\
dataset,case,device,compartment,type,x_m,y_m,z_m,T_activation_C,RTI_m05s05
made,A,Head,Fire Room,SPRINKLER,2,1.5,2.3,68,50
""",
    "transient_measured_metrics.csv": """\
dataset,case,quantity,compartment,sensor_x_m,sensor_y_m,sensor_z_m,ventilation,location,metric,\
baseline_value,window_start,window_end,measured,unit
made,A,T_upper rise,Fire Room,,,,Natural Ventilation,a:T,max,22,0,10000,80,K
made,A,layer depth,Fire Room,,,,Open Compartments,a:h,min,2.4,100,500,1.2,m
made,A,O2 drop,Fire Room,,,,,a:o2,min,0.21,0,10000,0.02,mol/mol
made,A,pressure,Fire Room,,,,,a:p,maxabs,0,0,10000,12,Pa
made,A,ceiling jet T rise,Fire Room,2,1.5,2.3,,a:j,max,22,0,10000,100,K
made,A,plume T rise,,,,,,a:plume,max,22,0,10000,200,K
made,A,sprinkler activation,Fire Room,2,1.5,2.3,,a:act,max,0,-1,0,60,s
made,A,target heat flux,Fire Room,2,1.5,1,,a:q,max,0,0,10000,3,kW/m2
""",
    "cfast_results.csv": """\
dataset,case,cfast_variant,quantity,location,metric,measured,cfast
steckler,S1,k0.1_variant,T_upper_C,room,steady,120,130
steckler,S1,k0.1_variant,layer_height_m,room,steady,1.0,1.3
made,A,upstream_input,HGL Temperature: Natural Ventilation,a:T,max,80,100
""",
    "fds_steckler_results.csv": """\
test,T_room_max_rise_measured_K,T_room_max_rise_FDS_K,layer_depth_measured_m,layer_depth_FDS_m
S1,110,99,1.13,1.23
""",
}


def write_folder(path: Path, **replaced: str) -> Path:
    """The tables as files below `path`/fire; `replaced` changes a table (name without .csv)."""
    folder = path / "fire"
    folder.mkdir(parents=True)
    for name, text in TABLES.items():
        (folder / name).write_text(replaced.get(name.removesuffix(".csv"), text))
    return folder
